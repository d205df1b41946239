"""Where a phrase stands in a sentence: every way through it in order, the first one counts, as in a regular expression.

No pattern is compiled: a lexicon has tens of thousands of them, each takes milliseconds and kilobytes, and hardly any
message comes near one that an earlier message has. A phrase has at most three gaps of four words, and a place is
reached once whatever way leads to it, so that searching is linear in the text.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, assert_never

from bot.triage.node import Chain, Choice, Gap, Mark, Maybe, Part, Stem, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.triage.node import Node

_MOST_IN_GAP = 4
_EDGES = frozenset({"", ">"})
_NOTHING: tuple[int, ...] = ()


class Sentence:
    """A sentence ready to be searched: words, each with the blank before it, and a blank at the end.

    "<" stands before the first sentence of a message, ">" behind the last. A place is where a blank is.
    """

    __slots__ = ("known", "text", "word")

    def __init__(self, text: str) -> None:
        self.text = text
        self.word: dict[int, str] = {}
        self.known: dict[tuple[Choice, int], tuple[int, ...]] = {}
        opening, *pieces = text.split(" ")
        at = len(opening)
        for piece in pieces:
            self.word[at] = piece
            at += 1 + len(piece)


def places(phrase: Node, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where the phrase is, also where one place overlaps the next."""
    heads = _begins(phrase)
    for at, word in sentence.word.items():
        if (heads.is_open or word in heads.words) and (found := _ends(phrase, sentence, at)):
            yield at, found[0]


def apart(phrase: Node, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where the phrase is, one place after the other."""
    free = 0
    for start, end in places(phrase, sentence):
        if start >= free:
            yield start, end
            free = end


def _ends(node: Node, sentence: Sentence, at: int) -> Sequence[int]:
    """Return where a part that begins at a place may end, the likeliest first: short gaps, and what may be missing."""
    match node:
        case Words():
            texts = _texts(node).get(sentence.word[at])
            return [at + len(text) for text in texts if sentence.text.startswith(text, at + 1)] if texts else _NOTHING
        case Chain(parts):
            return _along(parts, sentence, at)
        case Choice():
            return _through(node, sentence, at)
        case Maybe(part):
            return (*_ends(part, sentence, at), at)
        case Gap():
            return _across(sentence, at)
        case Mark(text):
            return (at,) if _is_at(text, sentence.text, at) else _NOTHING
        case Stem(text):
            begins = sentence.text.startswith(text, at + 1)
            return (sentence.text.index(" ", at + 1 + len(text)),) if begins else _NOTHING
        case Part(text):
            behind = at + 1 + len(sentence.word[at]) + len(text)
            found = sentence.text.find(text, at + 1, behind)
            return (sentence.text.index(" ", found + len(text)),) if found >= 0 else _NOTHING
        case _:
            assert_never(node)


def _along(parts: Iterable[Node], sentence: Sentence, at: int) -> Sequence[int]:
    reached: Sequence[int] = (at,)
    for part in parts:
        if len(reached) == 1:
            reached = _ends(part, sentence, reached[0])
        else:
            ends = chain.from_iterable(_ends(part, sentence, place) for place in reached)
            reached = tuple(dict.fromkeys(ends))
        if not reached:
            return _NOTHING
    return reached


def _through(node: Choice, sentence: Sentence, at: int) -> tuple[int, ...]:
    """Go through every option; classes come up in many phrases, so what is found is kept with the sentence."""
    known = sentence.known.get((node, at))
    if known is None:
        by_word, otherwise = _options(node)
        options = by_word.get(sentence.word[at], otherwise)
        ends = chain.from_iterable(_ends(option, sentence, at) for option in options)
        known = sentence.known[node, at] = tuple(dict.fromkeys(ends))
    return known


def _across(sentence: Sentence, at: int) -> list[int]:
    found = [at]
    while len(found) <= _MOST_IN_GAP and (word := sentence.word[found[-1]]) not in _EDGES:
        found.append(found[-1] + 1 + len(word))
    return found


def _is_at(mark: str, text: str, at: int) -> bool:
    match mark:
        case "^":
            return at == 0 or text[at - 1] == "<"
        case "^^":
            return text.startswith("<", at - 1) if at else False
        case "$":
            return at + 1 == len(text) or text[at + 1] == ">"
        case _:
            return text.startswith(" >", at)


class _Begins(NamedTuple):
    """With which words a part may begin; `is_open`: with any. `is_empty`: it may also be no word at all."""

    words: frozenset[str] = frozenset()
    is_open: bool = False
    is_empty: bool = False


@cache
def _begins(node: Node) -> _Begins:
    match node:
        case Words():
            return _Begins(words=frozenset(_texts(node)))
        case Chain(parts):
            return _in_turn(map(_begins, parts))
        case Choice(options):
            return _any(list(map(_begins, options)))
        case Maybe(part):
            return _begins(part)._replace(is_empty=True)
        case Mark():
            return _Begins(is_empty=True)
        case Gap() | Stem() | Part():
            return _Begins(is_open=True)
        case _:
            assert_never(node)


def _in_turn(found: Iterable[_Begins]) -> _Begins:
    """Join what parts begin with that follow each other, up to the first that is surely there."""
    joined = _Begins(is_empty=True)
    for one in found:
        joined = _Begins(joined.words | one.words, joined.is_open or one.is_open, one.is_empty)
        if joined.is_open or not joined.is_empty:
            break
    return joined


def _any(found: Sequence[_Begins]) -> _Begins:
    words = frozenset().union(*(one.words for one in found))
    return _Begins(words, any(one.is_open for one in found), any(one.is_empty for one in found))


@cache
def _texts(node: Words) -> Mapping[str, tuple[str, ...]]:
    """Return texts by their first word, each with the blank behind it."""
    found: dict[str, tuple[str, ...]] = {}
    for text in node.texts:
        first = text.partition(" ")[0]
        found[first] = (*found.get(first, ()), f"{text} ")
    return found


@cache
def _options(node: Choice) -> tuple[Mapping[str, tuple[Node, ...]], tuple[Node, ...]]:
    """Return the options by the word they may begin with, in order, and those that may begin with any."""
    begins = [(option, _begins(option)) for option in node.options]
    otherwise = tuple(option for option, one in begins if one.is_open or one.is_empty)
    by_word: dict[str, list[Node]] = defaultdict(list)
    for word in frozenset().union(*(one.words for _, one in begins)):
        by_word[word] = [option for option, one in begins if one.is_open or one.is_empty or word in one.words]
    return {word: tuple(options) for word, options in by_word.items()}, otherwise
