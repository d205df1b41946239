"""The parts a phrase is made of, and what is known of them: the words it needs and spells out, its gaps and marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Group = tuple[str, ...]

# Nodes are compared by identity: a class or group of words is one object wherever it is used, so that what is once
# known of it is kept.


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One of several texts, each of one or more words as they are."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stem:
    """Any word that begins so."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Any word that holds this."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Zero to four words of one sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A place: the start or end of a sentence or of the message."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Maybe:
    """A part that may be missing."""

    part: Node


Node: TypeAlias = Words | Stem | Part | Gap | Mark | Chain | Choice | Maybe

GAP = Gap()
MARKS = {text: Mark(text) for text in ("^", "$", "^^", "$$")}


def choice(options: Sequence[Node]) -> Node:
    """Return one node for several of which one is meant; neighbouring words become one."""
    merged: list[Node] = []
    for option in options:
        last = merged[-1] if merged else None
        if isinstance(option, Words) and isinstance(last, Words):
            merged[-1] = Words(last.texts + option.texts)
        else:
            merged.append(option)
    return merged[0] if len(merged) == 1 else Choice(tuple(merged))


def literals(nodes: Iterable[Node]) -> frozenset[str]:
    """Return every word that these phrases spell out."""
    waiting, seen, found = list(nodes), set[Node](), set[str]()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        match node:
            case Words(texts):
                found.update(texts)
            case Chain(parts) | Choice(parts):
                waiting.extend(parts)
            case Maybe(part):
                waiting.append(part)
            case Stem() | Part() | Gap() | Mark():
                pass
            case _:
                assert_never(node)
    return frozenset(" ".join(found).split())


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
        case Words() | Stem() | Part() | Gap():
            return False
        case _:
            assert_never(node)


@cache
def needs(node: Node) -> tuple[Group, ...]:
    """Return what a sentence must hold for the phrase to be in it: one of each group ("kill", "kill*", "*kill*")."""
    match node:
        case Words((text,)):
            return tuple(map(_only, text.split()))
        case Words(texts):
            return (tuple(map(_longest, texts)) if any(" " in text for text in texts) else texts,)
        case Stem(text):
            return ((f"{text}*",),)
        case Part(text):
            return ((f"*{text}*",),)
        case Chain(parts):
            return tuple(chain.from_iterable(map(needs, parts)))
        case Choice(options):
            return _needs_of_one(tuple(map(needs, options)))
        case Gap() | Mark() | Maybe():
            return ()
        case _:
            assert_never(node)


@cache
def hardest(node: Node) -> tuple[Group, ...]:
    """Return what a phrase needs, the smallest groups first: a sentence is likeliest to lack one of those."""
    return tuple(sorted(needs(node), key=len))


@cache
def _only(word: str) -> Group:
    return (word,)


@cache
def _longest(text: str) -> str:
    return max(text.split(), key=len)


def _needs_of_one(options: tuple[tuple[Group, ...], ...]) -> tuple[Group, ...]:
    """Return one group for a choice: of each option the rarest."""
    if not all(options):
        return ()
    return (tuple(dict.fromkeys(chain.from_iterable(map(rarest, options)))),)


def rarest(groups: Iterable[Group]) -> Group:
    """Return the group of which a text most seldom holds a word: its shortest word is long, then it is small."""
    return max(groups, key=_rank)


def _rank(group: Group) -> tuple[int, int]:
    return min(map(len, group)), -len(group)


@cache
def gaps(node: Node) -> int:
    """Return how many gaps the longest way through a phrase holds."""
    match node:
        case Gap():
            return 1
        case Chain(parts):
            return sum(map(gaps, parts))
        case Choice(options):
            return max(map(gaps, options))
        case Maybe(part):
            return gaps(part)
        case Words() | Stem() | Part() | Mark():
            return 0
        case _:
            assert_never(node)


def forget() -> None:
    """Let go of what was kept of every node while a lexicon was read: few of its phrases are ever near a message."""
    for kept in (needs, hardest, has_mark, gaps, _only, _longest):
        kept.cache_clear()
