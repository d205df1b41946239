"""Which phrasings hold which terms, by number, in arrays: a tenth of what sets and lists of words would take.

A term's number is its place among the sorted codes of all terms. A stem's code is its place among the stems; a pair's
is made of those of its two stems.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from itertools import accumulate, chain, count, pairwise
from typing import TYPE_CHECKING

from bot.match.terms import PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STEM_BITS = 32
_REMEMBERED = 4096
_MANY = 10
"""Looking up a text takes as long as going through so many."""


class Postings:
    """The terms of each text, and the texts of each term. `found` are the stems of each text, in order."""

    def __init__(self, found: Iterable[Sequence[str]]) -> None:
        number_of: defaultdict[str, int] = defaultdict(count().__next__)
        codes, ends = array("Q"), array("I", [0])
        for stems in found:
            numbers = [number_of[stem] for stem in stems]
            codes.extend(dict.fromkeys(numbers))
            codes.extend(dict.fromkeys([_paired(first, second) for first, second in pairwise(numbers)]))
            ends.append(len(codes))
        self.stems = dict(number_of)
        self._codes = array("Q", sorted(set(codes)))
        number = {code: place for place, code in enumerate(self._codes)}
        self._own, self._own_ends = array("I", map(number.__getitem__, codes)), ends
        self._texts, self._texts_ends = self._turned()
        self._numbers = lru_cache(maxsize=_REMEMBERED)(self._number)

    def __len__(self) -> int:
        """Return how many different terms there are."""
        return len(self._codes)

    @property
    def sizes(self) -> Iterable[int]:
        """How many terms each text holds."""
        return (end - start for start, end in zip(self._own_ends, self._own_ends[1:], strict=False))

    def _number(self, term: str) -> int | None:
        code = self._code(term)
        if code is None:
            return None
        place = bisect_left(self._codes, code)
        return place if place < len(self._codes) and self._codes[place] == code else None

    def number(self, term: str) -> int | None:
        """Return a term's number; None where no text holds it."""
        return self._numbers(term)

    def is_pair(self, number: int) -> bool:
        """Tell whether a term is a pair."""
        return self._codes[number] >> _STEM_BITS > 0

    def count(self, number: int) -> int:
        """Return how many texts hold a term."""
        return self._texts_ends[number + 1] - self._texts_ends[number]

    def texts(self, number: int) -> Sequence[int]:
        """Return the texts that hold a term, in order."""
        return self._texts[self._texts_ends[number] : self._texts_ends[number + 1]]

    def among(self, texts: set[int], number: int) -> set[int]:
        """Return which of some texts hold a term; where very many hold it, each of those texts is looked up."""
        start, end = self._texts_ends[number], self._texts_ends[number + 1]
        if end - start <= _MANY * len(texts):
            return texts.intersection(self._texts[start:end])
        return {text for text in texts if self._texts[bisect_left(self._texts, text, start, end - 1)] == text}

    def of(self, text: int) -> Sequence[int]:
        """Return the terms that a text holds, in order."""
        return self._own[self._own_ends[text] : self._own_ends[text + 1]]

    def _code(self, term: str) -> int | None:
        if PAIR not in term:
            return self.stems.get(term)
        first, second = (self.stems.get(stem) for stem in term.split(PAIR))
        return None if first is None or second is None else _paired(first, second)

    def _turned(self) -> tuple[array[int], array[int]]:
        """Turn texts with their terms to terms with their texts."""
        found: list[list[int]] = [[] for _ in self._codes]
        for text, (start, end) in enumerate(pairwise(self._own_ends)):
            for number in self._own[start:end]:
                found[number].append(text)
        return array("I", chain.from_iterable(found)), array("I", accumulate(map(len, found), initial=0))


def _paired(first: int, second: int) -> int:
    return (first + 1 << _STEM_BITS) + second
