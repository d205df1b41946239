"""Stems of words, by Snowball: "infusions" and "infusion" are one, for matching and for the classifiers."""

from __future__ import annotations

from functools import lru_cache

from Stemmer import Stemmer

from bot.model import Language
from bot.text import without_accents

_REMEMBERED = 65_536

# Without a memory of their own: what is asked for again is remembered here.
_STEMMERS = {Language.ENGLISH: Stemmer("english", 0), Language.SPANISH: Stemmer("spanish", 0)}


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str, language: Language) -> str:
    """Return a word's stem; in Spanish, the same with accents and without, since many leave them out."""
    bare = without_accents(word) if language is Language.SPANISH else word
    return str(_STEMMERS[language].stemWord(bare))
