"""Which language a message is in, told by its small words. It never gates triage: that reads every language at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPANISH = frozenset(
    "el la los las un una unos unas de del al y o que qué cual cuál como cómo cuando cuándo cuanto cuánto cuanta cuánta cuantas "
    "cuántas cuantos cuántos donde dónde quien quién por para con sin es son está esta este esto estoy estan están hay tengo "
    "tiene tienen puedo puede pueden quiero quiere mi mis su sus se lo le les nos muy más pero porque si sí hola gracias buenos "
    "buenas días dias tardes noches favor necesito me te yo usted ustedes ella ellos eso ese esa ya no hacer hace dan duele "
    "cita seguro tratamiento sesión sesion ketamina clínica clinica tomo tomar vivir morir ayuda adiós adios".split()
)
_ENGLISH = frozenset(
    "the a an of to and or is are was were be am i you it that this he she they we my your in on at for with do does did can "
    "will would how what when where who why not have has had me so if just about from there".split()
)
_SHARED = frozenset("a no me he".split())


def detect(words: Sequence[str]) -> Language:
    """Return the language whose small words are more numerous; English on a tie."""
    spanish = sum(word in _SPANISH and word not in _SHARED for word in words)
    english = sum(word in _ENGLISH and word not in _SHARED for word in words)
    has_mark = "¿" in words or "¡" in words
    return Language.SPANISH if spanish + has_mark > english else Language.ENGLISH
