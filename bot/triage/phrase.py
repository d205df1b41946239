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
from dataclasses import dataclass
from functools import cache, reduce
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, assert_never

from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_GAPS = 3
MAX_DEPTH = 12

_PIECE = re.compile(r"\^\^|\^|\$\$|\$|\.\.|[()\[\]|]|<[^<>]*>|\*?[^\s()\[\]|<>*^$.]+\*?|\S")
_MARKS = {"^": "(?<![^<])", "$": r"(?= (?:>|\Z))", "^^": "(?<=<)", "$$": "(?= >)"}
_CLOSED_BY = {"(": ")", "[": "]"}


class PhraseError(ValueError):
    """A phrase cannot be read; the message says what is wrong with it and how to mend it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Stem:
    """Any word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """Any word that holds this."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Zero to four words of one sentence."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place: the start or end of a sentence or of the message."""

    text: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several. Compared by identity: a class of words is one object, so that what is known of it is kept."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """A part that may be missing."""

    part: Node


Literal: TypeAlias = Word | Stem | Part
Node: TypeAlias = Word | Stem | Part | Gap | Mark | Chain | Choice | Maybe


def parse(text: str, class_named: Callable[[str], Node]) -> Node:
    """Read one phrase. Raises PhraseError for a phrase that is empty, unbalanced, unbounded or names no class."""
    node = _Reader(_PIECE.findall(text), class_named).phrase()
    if _gaps(node) > MAX_GAPS:
        msg = f"it has more than {MAX_GAPS} gaps (..); split it"
        raise PhraseError(msg)
    if not needs(node):
        msg = "no word of it must be there; write at least one that is not optional"
        raise PhraseError(msg)
    return node


class _Reader:
    """Reads pieces from left to right, one look ahead."""

    def __init__(self, pieces: list[str], class_named: Callable[[str], Node]) -> None:
        self._pieces = pieces
        self._class_named = class_named
        self._at = 0

    def phrase(self) -> Node:
        node = self._choice(depth=0)
        if self._at < len(self._pieces):
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
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _chain(self, *, depth: int) -> Node:
        parts: list[Node] = []
        while (piece := self._peek()) not in {"", "|", ")", "]"}:
            parts.extend(self._plain() if _is_plain(piece) else [self._other(depth=depth)])
        if not parts:
            msg = "an alternative is empty; write a word there, or use [ ] for what may be missing"
            raise PhraseError(msg)
        return parts[0] if len(parts) == 1 else Chain(tuple(parts))

    def _plain(self) -> tuple[Word, ...]:
        """Read neighbouring words together, so that they are written out as a message's would be."""
        run: list[str] = []
        while _is_plain(self._peek()):
            run.append(self._take())
        return _written(" ".join(run))

    def _other(self, *, depth: int) -> Node:
        piece = self._take()
        if piece in _CLOSED_BY:
            return self._group(piece, depth=depth)
        if piece == "..":
            return Gap()
        if piece in _MARKS:
            return Mark(piece)
        if piece.startswith("<") and piece.endswith(">"):
            return self._class_named(piece[1:-1])
        return _open_word(piece)

    def _group(self, opening: str, *, depth: int) -> Node:
        inside = self._choice(depth=depth + 1)
        closing = _CLOSED_BY[opening]
        if self._peek() != closing:
            msg = f"'{opening}' is never closed; add '{closing}'"
            raise PhraseError(msg)
        self._at += 1
        return Maybe(inside) if opening == "[" else inside

    def _peek(self) -> str:
        return self._pieces[self._at] if self._at < len(self._pieces) else ""

    def _take(self) -> str:
        self._at += 1
        return self._pieces[self._at - 1]


@cache
def _written(run: str) -> tuple[Word, ...]:
    """Write plain words out; the same words come up in many phrases."""
    written = words(run)
    if not written or "." in written:
        msg = f"'{run}' is not words; write them without punctuation"
        raise PhraseError(msg)
    return tuple(Word(word) for word in written)


def _is_plain(piece: str) -> bool:
    return bool(piece) and piece[0] not in "()[]|<>^$." and "*" not in piece


def _open_word(piece: str) -> Node:
    inside = " ".join(words(piece.strip("*")))
    if not inside or "." in inside.split() or "*" not in piece:
        msg = f"'{piece}' is not a word; write plain lower-case words, without punctuation"
        raise PhraseError(msg)
    if piece.startswith("*"):
        return Part(inside)
    return Stem(inside)


def pattern(node: Node) -> str:
    """Write a phrase as the source of a regular expression for one sentence: words, each with the blank before it.

    The sentence ends with a blank; "<" stands before the first of a message and ">" behind the last.
    """
    return _source(node) + "(?= )"


@cache
def _source(node: Node) -> str:
    match node:
        case Word(text):
            return " " + re.escape(text)
        case Stem(text):
            return " " + re.escape(text) + "[^ ]*+"
        case Part(text):
            return " [^ ]*?" + re.escape(text) + "[^ ]*+"
        case Gap():
            return "(?: [^ <>]++){0,4}?"
        case Mark(text):
            return _MARKS[text]
        case Chain(parts):
            return "".join(_source(part) for part in parts)
        case Choice(options):
            return "(?:" + "|".join(_source(option) for option in options) + ")"
        case Maybe(part):
            return "(?:" + _source(part) + ")?"
        case _:
            assert_never(node)


@cache
def literals(node: Node) -> frozenset[Literal]:
    """Return everything in a phrase that stands for a word."""
    match node:
        case Word() | Stem() | Part():
            return frozenset((node,))
        case Chain(parts) | Choice(parts):
            return frozenset(chain.from_iterable(literals(part) for part in parts))
        case Maybe(part):
            return literals(part)
        case Gap() | Mark():
            return frozenset[Literal]()
        case _:
            assert_never(node)


@cache
def has_mark(node: Node, text: str) -> bool:
    """Tell whether a phrase holds this mark."""
    match node:
        case Mark(mark):
            return mark == text
        case Chain(parts) | Choice(parts):
            return any(has_mark(part, text) for part in parts)
        case Maybe(part):
            return has_mark(part, text)
        case Word() | Stem() | Part() | Gap():
            return False
        case _:
            assert_never(node)


@cache
def needs(node: Node) -> tuple[frozenset[str], ...]:
    """Return what a sentence must hold for the phrase to be in it: one of each set ("kill", "kill*", "*kill*")."""
    match node:
        case Word(text):
            return (frozenset({text}),)
        case Stem(text):
            return (frozenset({f"{text}*"}),)
        case Part(text):
            return (frozenset({f"*{text}*"}),)
        case Chain(parts):
            return tuple(chain.from_iterable(needs(part) for part in parts))
        case Choice(options):
            return _needs_of_one(tuple(needs(option) for option in options))
        case Gap() | Mark() | Maybe():
            return ()
        case _:
            assert_never(node)


def _needs_of_one(options: tuple[tuple[frozenset[str], ...], ...]) -> tuple[frozenset[str], ...]:
    """Return one set for a choice: of each option the set that is rarest in English, as far as length tells."""
    if not all(options):
        return ()
    rarest = (max(option, key=rarity) for option in options)
    return (reduce(frozenset.union, rarest),)


def rarity(words_of_one: frozenset[str]) -> tuple[int, int]:
    """Rank a set of words by how seldom a text holds one of them: its shortest word is long, then it is small."""
    return min(map(len, words_of_one)), -len(words_of_one)


@cache
def _gaps(node: Node) -> int:
    match node:
        case Gap():
            return 1
        case Chain(parts):
            return sum(_gaps(part) for part in parts)
        case Choice(options):
            return max(_gaps(option) for option in options)
        case Maybe(part):
            return _gaps(part)
        case Word() | Stem() | Part() | Mark():
            return 0
        case _:
            assert_never(node)
