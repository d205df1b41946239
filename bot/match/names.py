"""Drugs and conditions that a question names and the entry found for it does not: evidence against an answer.

"Does it treat migraine?" looks like "does it treat depression?" to every measure of likeness; the name that is left
over tells.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.text import padded, without_accents, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.faq.content import Entry, Faq

_EVERYWHERE = 3
"""A name that stands in so many entries is what the whole FAQ is about ("depression")."""


class Names:
    """Knows which of the names every entry speaks of."""

    def __init__(self, faq: Faq, names: Iterable[str]) -> None:
        self._names = frozenset(f" {name} " for name in names)
        self._first_words = frozenset(name.split()[0] for name in self._names)
        self._spoken = {entry.id: _text(entry) for entry in faq.entries}
        count = Counter(name for text in self._spoken.values() for name in self._found(text))
        self._everywhere = frozenset(name for name, n in count.items() if n >= _EVERYWHERE)

    def are_foreign(self, message: Sequence[str], entry: str | None) -> bool:
        """Tell whether the message names something that this entry does not and that is not what the FAQ is about."""
        text = self._spoken.get(entry or "", "")
        named = self._found(without_accents(padded(tuple(message)))) - self._everywhere
        return any(name not in text for name in named)

    def _found(self, text: str) -> frozenset[str]:
        if self._first_words.isdisjoint(text.split()):
            return frozenset()
        return frozenset(name for name in self._names if name in text)


def _text(entry: Entry) -> str:
    texts = [text for w in entry.wordings.values() for text in (*w.phrasings, w.text)]
    return without_accents(" " + " . ".join(" ".join(words(text)) for text in texts) + " ")
