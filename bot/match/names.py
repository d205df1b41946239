"""Drugs, conditions and procedures that a question names and the entry found for it does not: no answer then.

"Does it treat migraine?" looks like "does it treat depression?" to every measure of likeness; the name that is left
over tells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text import padded, without_accents, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.faq.content import Faq

_EVERYWHERE = 3
"""A name that stands in so many answers is what the whole FAQ is about ("antidepressant")."""

_SHORTEST_PLURAL = 4

_WHOSE = ("my", "his", "her", "a")
_TOLD = ("done", "out", "removed")
"""What stands around a name in an anecdote of an operation ("when I had my cataract done"): nobody asks about it."""

_LIKENED = (
    *("like", "like a", "like an", "as a", "as an", "than a", "than an"),
    *("like having a", "like having an", "like getting a", "like getting an"),
)
"""What stands before a name that is only likened to what is asked about ("is it as loud as an MRI?")."""


class Names:
    """Knows which of the names every entry speaks of. One and many are the same ("SNRI", "SNRIs")."""

    def __init__(self, faq: Faq, names: Iterable[str]) -> None:
        self._faq = faq
        self._by_first_word: dict[str, list[str]] = defaultdict(list)
        for name in {padded(_singular(name.split())) for name in names}:
            self._by_first_word[name.split()[0]].append(name)
        answers = (_said(wording.text for wording in entry.wordings.values()) for entry in faq.entries)
        count = Counter(name for answer in answers for name in self._found(answer))
        self._everywhere = frozenset(name for name, n in count.items() if n >= _EVERYWHERE)
        self._spoken = lru_cache(maxsize=None)(self._of)

    def are_foreign(self, message: Sequence[str], entry: str | None) -> bool:
        """Tell whether the message names something that this entry does not and that is not what the FAQ is about."""
        said = padded(_singular(without_accents(word) for word in message))
        named = {name for name in self._found(said) - self._everywhere if not _is_told(name, said)}
        return bool(named) and not named <= self._spoken(entry)

    def _of(self, entry: str | None) -> frozenset[str]:
        """Return the names that an entry speaks of. Few entries are ever asked for, and each has hundreds of texts."""
        wordings = (w for one in self._faq.entries if one.id == entry for w in one.wordings.values())
        return self._found(_said(text for w in wordings for text in (*w.phrasings, w.text)))

    def _found(self, text: str) -> frozenset[str]:
        near = self._by_first_word.keys() & set(text.split())
        return frozenset(name for word in near for name in self._by_first_word[word] if name in text)


def _said(texts: Iterable[str]) -> str:
    return " . ".join(padded(_singular(without_accents(" ".join(words(text))).split(" "))) for text in texts)


def _singular(spoken: Iterable[str]) -> tuple[str, ...]:
    """Return words without the s of the plural, and of whatever else ends in one."""
    return tuple(word[:-1] if len(word) >= _SHORTEST_PLURAL and word[-1] == "s" else word for word in spoken)


def _is_told(name: str, said: str) -> bool:
    is_anecdote = any(f" had {whose}{name}{word} " in said for whose in _WHOSE for word in _TOLD)
    return is_anecdote or any(f" {before}{name}" in said for before in _LIKENED)
