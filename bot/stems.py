"""Stems of words, by Snowball: "infusions" and "infusion" are one, for matching and for the classifiers."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer

from bot.model import Language
from bot.text import without_accents

_STEMMERS = {Language.ENGLISH: snowballstemmer.stemmer("english"), Language.SPANISH: snowballstemmer.stemmer("spanish")}


@lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """Return a word's stem; in Spanish, the same with accents and without, since many leave them out."""
    bare = without_accents(word) if language is Language.SPANISH else word
    return str(_STEMMERS[language].stemWord(bare))
