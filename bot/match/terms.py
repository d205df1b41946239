"""From written-out words to the terms that are compared: stems, and the pairs that keep "how long" from "how many"."""

from __future__ import annotations

from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING

from bot.model import Language
from bot.stems import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

PAIR = "_"
"""Joins the two stems of a pair."""

_FILLER = frozenset(
    "hi hello hey hiya howdy greetings dear sir madam good morning afternoon evening please thanks thank kindly "
    "um uh er ah oh hmm well ok so just actually basically honestly really quite very quick question wondering "
    "wonder curious ask asking lol haha hola gracias buenos buenas buen favor porfa porfavor disculpe disculpa perdon "
    "perdón oiga oye pues bueno entonces quisiera queria quería gustaria gustaría saber pregunta duda senor señor "
    "senora señora señorita saludos".split()
)
# A Spanish "y" arrives as "why": it is written out like the shorthand.
_LEADING = {
    Language.ENGLISH: frozenset("and but also then plus or".split()),
    Language.SPANISH: frozenset("y why pero o tambien también ademas además".split()),
}

_SKIPPED = {language: _FILLER | leading | {"."} for language, leading in _LEADING.items()}
"""Without any of these a text is all content."""


def content(words: Sequence[str], language: Language) -> tuple[str, ...]:
    """Return the words without sentence ends, greeting, filler and a leading "and", unless nothing else is there."""
    if _SKIPPED[language].isdisjoint(words):
        return tuple(words)
    spoken = tuple(w for w in words if w != ".")
    said = tuple(dropwhile(_LEADING[language].__contains__, (w for w in spoken if w not in _FILLER)))
    return said or spoken


def stems(words: Sequence[str], language: Language) -> tuple[str, ...]:
    """Return the stems of a text's content, in order of appearance."""
    return tuple([stem(word, language) for word in content(words, language)])


def terms(words: Sequence[str], language: Language) -> tuple[str, ...]:
    """Return a text's terms without repeats, in order of appearance: stems, then pairs."""
    found = stems(words, language)
    return tuple(dict.fromkeys((*found, *(f"{a}{PAIR}{b}" for a, b in pairwise(found)))))
