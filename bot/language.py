"""Which language a message is in, told by its small words. It never gates triage: that reads every language at once."""

from __future__ import annotations

import re

from bot.model import Language
from bot.text import normalise

_SPANISH = frozenset(
    "el la los las un una unos unas de del al y o que qué cual cuál como cómo cuando cuándo cuanto cuánto cuanta "
    "cuánta cuantas cuántas cuantos cuántos donde dónde quien quién por para con sin es son está esta este esto "
    "estoy estan están hay tengo tiene tienen puedo puede pueden quiero quiere mi mis su sus se lo le les nos muy "
    "más pero porque si sí hola gracias buenos buenas días dias tardes noches favor necesito te yo usted ustedes "
    "ella ellos eso ese esa ya hacer hace dan duele cita seguro tratamiento sesión sesion ketamina clínica "
    "clinica tomo tomar vivir morir ayuda adiós adios".split()
)
_ENGLISH = frozenset(
    "the of to and or is are was were be am i you it that this she they we my your in on at for with do does did "
    "can will would how what when where who why not have has had so if just about from there open".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def detect(raw: str) -> Language:
    """Return the language whose small words are more numerous; English on a tie."""
    text = normalise(raw)
    found = _WORD.findall(text)
    spanish = sum(word in _SPANISH for word in found) + ("¿" in raw or "¡" in raw)
    english = sum(word in _ENGLISH for word in found)
    return Language.SPANISH if spanish > english else Language.ENGLISH
