"""The phrase language of the lexicon: how a clinician writes down what people say, compiled to a bounded pattern.

    words            in this order, next to each other, on the canonical text of `bot.text`
    (a|b c|d)        alternatives, which may nest          [x]      an optional word or group
    <name>           a class of words                      ..       zero to four words, never across a sentence end
    word*            a word that begins so                 *part*   a word that holds this (scripts without blanks)
    ^ $              start, end of a sentence              ^^ $$    start, end of the whole message

A pattern has no open repetition but "the rest of this word", which never gives back what it took, and at most
MAX_GAPS gaps: searching is linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.text import words
from bot.triage.node import GAP, MARKS, Chain, Maybe, Part, Stem, Words, choice, gaps, needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.node import Node

MAX_GAPS = 3
MAX_DEPTH = 12

# Neighbouring words are one piece, and so is a group of nothing but words: most of a lexicon is that.
_PIECE = re.compile(
    r"\^\^|\^|\$\$|\$|\.\.|\([^()\[\]<>*^$.]+\)|[()\[\]|]|<[^<>]*>"
    r"|(?:[^\s()\[\]|<>*^$.]++(?!\*)\s*+)+|\*?[^\s()\[\]|<>*^$.]+\*?|\S"
)
_CLOSED_BY = {"(": ")", "[": "]"}


class PhraseError(ValueError):
    """A phrase cannot be read; the message says what is wrong with it and how to mend it."""


def parse(text: str, class_named: Callable[[str], Node]) -> Node:
    """Read one phrase. Raises PhraseError for a phrase that is empty, unbalanced, unbounded or names no class."""
    node = _Reader(_PIECE.findall(text), class_named).phrase()
    if gaps(node) > MAX_GAPS:
        msg = f"it has more than {MAX_GAPS} gaps (..); split it"
        raise PhraseError(msg)
    if not needs(node):
        msg = "no word of it must be there; write at least one that is not optional"
        raise PhraseError(msg)
    return node


class _Reader:
    """Reads pieces from left to right, one look ahead."""

    def __init__(self, pieces: list[str], class_named: Callable[[str], Node]) -> None:
        self._pieces = [*pieces, ""]
        self._class_named = class_named
        self._at = 0

    def phrase(self) -> Node:
        node = self._choice(depth=0)
        if self._peek():
            msg = f"'{self._pieces[self._at]}' closes nothing; remove it or open it before"
            raise PhraseError(msg)
        return node

    def _choice(self, *, depth: int) -> Node:
        if depth > MAX_DEPTH:
            msg = f"it nests deeper than {MAX_DEPTH}; split it"
            raise PhraseError(msg)
        options = [self._chain(depth=depth)]
        while self._peek() == "|":
            self._at += 1
            options.append(self._chain(depth=depth))
        return choice(options)

    def _chain(self, *, depth: int) -> Node:
        parts: list[Node] = []
        while (piece := self._peek()) not in {"", "|", ")", "]"}:
            self._at += 1
            parts.append(self._node(piece, depth=depth))
        if not parts:
            msg = "an alternative is empty; write a word there, or use [ ] for what may be missing"
            raise PhraseError(msg)
        return parts[0] if len(parts) == 1 else Chain(tuple(parts))

    def _node(self, piece: str, *, depth: int) -> Node:
        if piece in _CLOSED_BY:
            return self._group(piece, depth=depth)
        if piece == "..":
            return GAP
        if piece in MARKS:
            return MARKS[piece]
        if piece.startswith("<") and piece.endswith(">"):
            return self._class_named(piece[1:-1])
        return _one_of(piece[1:-1]) if piece.startswith("(") else _plain_or_open(piece)

    def _group(self, opening: str, *, depth: int) -> Node:
        inside = self._choice(depth=depth + 1)
        closing = _CLOSED_BY[opening]
        if self._peek() != closing:
            msg = f"'{opening}' is never closed; add '{closing}'"
            raise PhraseError(msg)
        self._at += 1
        return Maybe(inside) if opening == "[" else inside

    def _peek(self) -> str:
        return self._pieces[self._at]


@cache
def _one_of(inside: str) -> Words:
    """Read a group of nothing but words; the same groups come up in many phrases."""
    return Words(tuple(map(_written, inside.split("|"))))


@cache
def _plain_or_open(piece: str) -> Node:
    if "*" not in piece:
        return Words((_written(piece),))
    inside = " ".join(words(piece.strip("*")))
    if not inside or "." in inside.split():
        msg = f"'{piece}' is not a word; write plain lower-case words, without punctuation"
        raise PhraseError(msg)
    return Part(inside) if piece.startswith("*") else Stem(inside)


@cache
def _written(run: str) -> str:
    """Write plain words out as a message's would be; neighbouring ones together."""
    if not run.strip():
        msg = "an alternative is empty; write a word there, or use [ ] for what may be missing"
        raise PhraseError(msg)
    written = words(run)
    if not written or "." in written:
        msg = f"'{run.strip()}' is not words; write them without punctuation"
        raise PhraseError(msg)
    return " ".join(written)


def forget() -> None:
    """Let go of what was kept of the phrases that have been read."""
    for kept in (_one_of, _plain_or_open, _written):
        kept.cache_clear()
