from __future__ import annotations

from pathlib import Path

import pytest

from bot.faq.load import load
from bot.language import detect
from bot.match.crossfit import background
from bot.model import Language
from bot.text import without_accents

FAQ = load(Path(__file__).parents[1] / "faq.yaml")
SPANISH_IN_ENGLISH = frozenset({"greeting", "thanks", "goodbye", "other-language"})
"""Topics whose English phrasings hold Spanish too: "hola", "habla español"."""


def phrasings(language: Language, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return the shipped questions and phrasings of one language."""
    wordings = (item.wordings.get(language) for item in FAQ.items if item.id not in without)
    return [text for wording in wordings if wording for text in wording.phrasings]


@pytest.mark.parametrize(
    "text",
    [
        "¿cuánto dura la sesión?",
        "es seguro el tratamiento",
        "no quiero vivir",
        "hola, buenos días",
        "¿y eso?",
        "gracias",
        "precio",
        "cuanto cuesta",
        "a que hora abren",
        "mi mama toma litio",
        "me desmayé",
        "me late muy rapido el corazon",
        "puedo ir en uber",
        "aceptan medicaid?",
        "¿side effects de la ketamina?",
        "quiero un appointment para mi hijo, please",
        "se me canceló el ride, ¿puede ser el friday?",
        "es riesgosa la infusion",
        "es confidencial",
        "es caro?",
        "te engancha",
        "soy epileptico",
        "me dio gripa",
        "me aceptarian",
        "no despierta",
        "me quiero morir",
    ],
)
def test_spanish_is_told(text: str) -> None:
    """Also without accents, in a word or two, and with English words among the Spanish."""
    assert detect(text) is Language.SPANISH


@pytest.mark.parametrize(
    "text",
    [
        "how long is it",
        "no",
        "ok",
        "",
        "1",
        "ich will nicht",
        "is la clinica open today",
        "yo",
        "see ya",
        "our son takes insulin",
        "son ate cashew. puking, hives, floppy",
        "my fiancé met me at the café in San José",
        "do you have a place in El Paso or Los Angeles",
        "La Jolla",
        "how long is la sesion",
        "does soy matter? hay fever?",
        "je ne veux pas",
        "não quero mais viver",
        "j'ai besoin d'une séance avec vous",
        "я хочу умереть",
        "死にたいです",
        "my jefe gave me the day off",
        "Dolores Vega, born in Boca Raton",
        "my tia drives me",
    ],
)
def test_everything_else_is_answered_in_english(text: str) -> None:
    """English with borrowed words and names, other languages, and what cannot be told."""
    assert detect(text) is Language.ENGLISH


def test_no_english_phrasing_is_taken_for_spanish() -> None:
    """None of thousands of English questions, the shipped ones and everyday ones, becomes Spanish."""
    asked = [*phrasings(Language.ENGLISH, without=SPANISH_IN_ENGLISH), *background(Language.ENGLISH)]
    assert [text for text in asked if detect(text) is Language.SPANISH] == []


@pytest.mark.parametrize("write", [str, without_accents], ids=["with accents", "without accents"])
def test_nearly_every_spanish_phrasing_is_told(write: type[str]) -> None:
    """Of the shipped Spanish phrasings, also without accents, at most one in a hundred is not told by itself."""
    asked = phrasings(Language.SPANISH)
    missed = [text for text in asked if detect(write(text)) is Language.ENGLISH]
    assert len(missed) < len(asked) / 100


def test_most_everyday_spanish_is_told() -> None:
    """Spanish questions on other things than a clinic are told too, from the small words in them."""
    asked = background(Language.SPANISH)
    assert len([text for text in asked if detect(text) is Language.SPANISH]) > 0.9 * len(asked)


@pytest.mark.parametrize("text", ["ok", "no", "2", "iv?", "jaja", "😀", "si", "la 2"])
def test_what_does_not_tell_is_in_the_language_of_the_conversation(text: str) -> None:
    """A short message that either language has keeps the conversation's."""
    assert [detect(text, before) for before in Language] == list(Language)


@pytest.mark.parametrize("text", ["ok thanks", "how long", "side effects", "are you there"])
def test_a_conversation_can_turn_to_english(text: str) -> None:
    """An English message in a Spanish conversation is answered in English."""
    assert detect(text, Language.SPANISH) is Language.ENGLISH
