"""Repair typos against the words the desk knows: those of the FAQ and of the triage lexicons.

Ahead of matching, two typos a message cost half the right answers; ahead of triage they cost lives. English words are
left alone (a word list guards them), short words too, except for swapped letters. Ties go to the desk's own words,
then to the more common word, then to the alphabet, so that the result never depends on the order of anything.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from itertools import groupby, product
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.shorthand import WORDS
from bot.text import padded, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST = 3
_LONGEST = 24
_LONG = 8
_GLUED = 7
_MOST_GLUED = 80
_COMMON = 5
_MOST_RUNS = 5


@lru_cache(maxsize=1)
def english() -> dict[str, int]:
    """Return the guarded English words and how often everyday text uses each."""
    text = (files("bot.data") / "english.txt").read_text(encoding="utf-8")
    pairs = (line.partition("\t") for line in text.splitlines())
    return {word: int(count or 0) for word, _, count in pairs}


class Speller:
    """Repairs words against one vocabulary; words of another language that are `guarded` are left alone too."""

    def __init__(self, vocabulary: Iterable[str], guarded: Iterable[str] = ()) -> None:
        own = frozenset(w for w in vocabulary if w.isalpha() and len(w) >= _SHORTEST)
        self._own, self._by_length = _choices(own)
        self._english, self._guarded = english(), frozenset(guarded)
        self._repaired = lru_cache(maxsize=8192)(self._repair_word)

    def repair(self, reading: str) -> str:
        """Return a canonical reading with its unknown words repaired."""
        if all(self._is_known(word) or not word.isalpha() for word in reading.split()):
            return reading
        repaired = " ".join(self._repaired(word) for word in reading.split())
        return padded(words(repaired.replace(" . ", ".\n")))

    def _is_known(self, word: str) -> bool:
        return word in self._own or word in self._english or word in WORDS or word in self._guarded

    def _repair_word(self, word: str) -> str:
        if self._is_known(word) or not word.isalpha():
            return word
        return self._unstretched(word) or self._nearest(word) or self._split(word) or word

    def _unstretched(self, word: str) -> str | None:
        """Return the most common word that is left when repeated letters ("killlll meee") become one or two."""
        runs = ["".join(run) for _, run in groupby(word)]
        if len(runs) == len(word) or sum(len(run) > 1 for run in runs) > _MOST_RUNS:
            return None
        options = map("".join, product(*({run[0], run[:2]} for run in runs)))
        known = sorted((-english().get(option, 0), option) for option in options if self._is_known(option))
        return known[0][1] if known else None

    def _nearest(self, word: str) -> str | None:
        if not _SHORTEST <= len(word) <= _LONGEST:
            return None
        allowed = 1 if len(word) < _LONG else 2
        near = [c for n in range(-allowed, allowed + 1) for c in self._by_length.get(len(word) + n, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        ranked = sorted((self._cost(word, choice, int(distance)), choice) for choice, distance, _ in found)
        return ranked[0][1] if ranked else None

    def _cost(self, word: str, choice: str, distance: int) -> tuple[float, int, int]:
        """Order candidates: fewer edits, swapped letters, the same first letter, our own words, then common ones."""
        is_swap = sorted(word) == sorted(choice)
        edits = distance - 0.6 * is_swap + 0.5 * (word[0] != choice[0] and not is_swap)
        return (edits, choice not in self._own, -english().get(choice, 0))

    def _split(self, word: str) -> str | None:
        """Cut glued words ("iwanttodie") into the fewest known words; None where they do not come out even."""
        if not _GLUED <= len(word) <= _MOST_GLUED:
            return None
        best: list[tuple[int, int, str] | None] = [(0, 0, "")] + [None] * len(word)
        for end in range(1, len(word) + 1):
            best[end] = min(
                filter(None, (self._extend(best[start], word[start:end]) for start in range(end))), default=None
            )
        whole = best[len(word)]
        return whole[2].strip() if whole and whole[0] <= len(word) / 2 else None

    def _extend(self, before: tuple[int, int, str] | None, piece: str) -> tuple[int, int, str] | None:
        count = english().get(piece, 0)
        is_word = (
            piece in {"i", "a"}
            or (len(piece) > 1 and count >= _COMMON)
            or (len(piece) >= _SHORTEST and piece in self._own)
        )
        if before is None or not is_word:
            return None
        return (before[0] + 1, before[1] - count, f"{before[2]} {piece}")


@lru_cache(maxsize=1)
def _choices(own: frozenset[str]) -> tuple[frozenset[str], dict[int, tuple[str, ...]]]:
    """Return the desk's words, and by length all that a word may be repaired to: the spellers of a desk share them."""
    common = {w for w, count in english().items() if count >= _COMMON and len(w) >= _SHORTEST}
    return own, _by_length(own | common | {w for w in WORDS if len(w) > _SHORTEST})


def _by_length(vocabulary: Iterable[str]) -> dict[int, tuple[str, ...]]:
    grouped: dict[int, list[str]] = {}
    for word in sorted(vocabulary):
        grouped.setdefault(len(word), []).append(word)
    return {length: tuple(group) for length, group in grouped.items()}
