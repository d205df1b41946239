"""Paragraphs as messages that Discord takes: nothing is left out, nothing is altered, whole paragraphs stay whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.channels.discord.limits import MESSAGE, size
from bot.channels.discord.markdown import bold, ours, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BETWEEN: Final = "\n\n"
_WORD: Final = re.compile(r"\s*\S{1,300}|\s+")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…][\"'”’)]*$")
_STARS: Final = 4


class _Word(NamedTuple):
    is_bold: bool
    text: str

    @property
    def cost(self) -> int:
        return size(ours(self.text)) + (_STARS if self.is_bold else 0)


def messages(paragraphs: Iterable[str], *, longest: int = MESSAGE, has_bold: bool = True) -> tuple[str, ...]:
    """Return the paragraphs, escaped, in as few messages as hold them; each but a giant paragraph stands in one.

    `has_bold`: `**` makes bold; else it is two stars.
    """
    packed: list[str] = []
    for block in _blocks(paragraphs, longest, has_bold=has_bold):
        if packed and size(packed[-1]) + size(_BETWEEN) + size(block) <= longest:
            packed[-1] += _BETWEEN + block
        else:
            packed.append(block)
    return tuple(packed)


def _blocks(paragraphs: Iterable[str], longest: int, *, has_bold: bool) -> Iterator[str]:
    for paragraph in paragraphs:
        pieces = spans(paragraph) if has_bold else [(False, paragraph)]
        whole = _written(_Word(*piece) for piece in pieces).strip()
        if size(whole) > longest:
            yield from _broken(pieces, longest)
        elif whole:
            yield whole


def _broken(pieces: list[tuple[bool, str]], longest: int) -> Iterator[str]:
    """Yield a giant paragraph in parts that end with a sentence where they can, with a word otherwise."""
    words = [_Word(is_bold, word) for is_bold, text in pieces for word in _WORD.findall(text)]
    while words:
        room = _fitting(words, longest)
        part = _written(words[:room]).strip()
        words = words[room:]
        if part:
            yield part


def _fitting(words: list[_Word], longest: int) -> int:
    """Return how many words make the next part."""
    used = 0
    for number, word in enumerate(words):
        used += word.cost
        if used > longest:
            return _last_sentence(words[:number]) or max(number, 1)
    return len(words)


def _last_sentence(words: list[_Word]) -> int:
    """Return how many words end with a sentence, if that is at least half of them; else 0."""
    ends = (n for n in range(len(words), len(words) // 2, -1) if _ENDS_SENTENCE.search(words[n - 1].text))
    return next(ends, 0)


def _written(words: Iterable[_Word]) -> str:
    merged: list[_Word] = []
    for word in words:
        if merged and merged[-1].is_bold == word.is_bold:
            merged[-1] = _Word(word.is_bold, merged[-1].text + word.text)
        else:
            merged.append(word)
    return "".join(bold(ours(one.text)) if one.is_bold else ours(one.text) for one in merged)
