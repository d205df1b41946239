"""What must reach staff: the phrases of the lexicon, looked for in every reading, and listeners beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING

from bot.model import Concern, Signal
from bot.triage.node import needs, pattern, rarest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.triage.classifier import Listener
    from bot.triage.lexicon import Family, Lexicon
    from bot.triage.node import Node

ALARMS = frozenset({Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE})
"""What everyday ways to speak do not raise."""

_SERIOUSNESS = {concern: rank for rank, concern in enumerate(Concern)}


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rule:
    """One phrase, ready to be looked for: what a sentence must hold first, the pattern then."""

    phrase: Node

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """What a sentence must hold: one word of each set."""
        return needs(self.phrase)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled phrase. Most phrases are never met, so each is compiled when it first is."""
        return re.compile(pattern(self.phrase))

    def can_be_in(self, held: set[str]) -> bool:
        """Tell whether a sentence that holds these words can hold the phrase."""
        return not any(held.isdisjoint(group) for group in self.needs)

    def places(self, sentence: str) -> Iterator[tuple[int, int]]:
        """Yield where the phrase is, also where one place overlaps the next."""
        found = self.pattern.search(sentence)
        while found is not None:
            yield found.span()
            found = self.pattern.search(sentence, found.start() + 1)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Kind:
    """A family, ready to be looked for."""

    signal: Signal
    rules: tuple[_Rule, ...]
    unless: tuple[_Rule, ...]
    after: tuple[_Rule, ...] = ()

    def fires(self, rules: Iterable[_Rule], sentence: str, held: set[str]) -> bool:
        """Tell whether one of these rules is in the sentence at a place that no harmless reading overlaps."""
        harmless: bytearray | None = None
        for start, end in chain.from_iterable(rule.places(sentence) for rule in rules if rule.can_be_in(held)):
            if harmless is None:
                harmless = _marked(self.unless, sentence, held)
            if not any(harmless[start:end]):
                return True
        return False

    def is_prepared(self, sentence: str, held: set[str]) -> bool:
        """Tell whether the sentence holds what must go before."""
        return any(rule.can_be_in(held) and rule.pattern.search(sentence) for rule in self.after)


def _marked(rules: Iterable[_Rule], sentence: str, held: set[str]) -> bytearray:
    """Mark every character that one of these rules covers: looking up a place stays linear in the place."""
    marked = bytearray(len(sentence))
    for rule in rules:
        if rule.can_be_in(held):
            for span in rule.pattern.finditer(sentence):
                marked[span.start() : span.end()] = b"\1" * len(span.group())
    return marked


class _Words:
    """Which of the lexicon's words a sentence holds, also as beginnings ("kill*") and inner parts ("*kill*")."""

    def __init__(self, known: set[str]) -> None:
        self._stems = frozenset(word for word in known if word.endswith("*") and not word.startswith("*"))
        self._lengths = sorted({len(stem) - 1 for stem in self._stems})
        self._parts = tuple(sorted(word for word in known if word.startswith("*")))

    def of(self, sentence: str) -> set[str]:
        """Return the sentence's words, and the stems and parts that are in it."""
        held = set(sentence.split())
        beginnings = {f"{word[:length]}*" for word in held for length in self._lengths}
        return held | (beginnings & self._stems) | {part for part in self._parts if part[1:-1] in sentence}


class Triage:
    """Finds the lexicon's families in messages, beside listeners. The same readings always give the same signals."""

    def __init__(self, lexicon: Lexicon, listeners: Sequence[Listener] = (), *, digest: str = "") -> None:
        self.digest = digest
        self._listeners = tuple(listeners)
        self.vocabulary = lexicon.vocabulary
        self.names = lexicon.names
        self._everyday = tuple(_Rule(phrase=phrase) for everyday in lexicon.everyday for phrase in everyday.phrases)
        kinds = [_kind(family, self._everyday) for family in lexicon.families]
        self._prepared = tuple(kind for kind in kinds if kind.after)
        self._index: dict[str, list[tuple[_Kind, _Rule]]] = defaultdict(list)
        for pair in chain.from_iterable(zip(repeat(kind), kind.rules) for kind in kinds if not kind.after):
            for word in rarest(pair[1].needs):
                self._index[word].append(pair)
        rules = {rule for kind in kinds for rule in (*kind.rules, *kind.unless, *kind.after)} | {*self._everyday}
        self._words = _Words(set().union(*{group for rule in rules for group in rule.needs}))

    def signals(self, readings: Sequence[str]) -> tuple[Signal, ...]:
        """Return what fired in any reading, most serious first, then by id.

        A reading is words padded by blanks, "." ends a sentence. No phrase crosses a sentence end, so another sentence,
        or another reading, can only add signals (but for phrases that ask for the message's end, `$$`).
        """
        spoken = {sentence: self._words.of(sentence) for reading in readings for sentence in _sentences(reading)}
        fired = {signal for sentence, held in spoken.items() for signal in self._of(sentence, held)}
        fired.update(kind.signal for kind in self._prepared if any(_follows(kind, read, spoken) for read in readings))
        plain = tuple(dict.fromkeys(self._without_everyday(reading, spoken) for reading in readings))
        fired.update(signal for listener in self._listeners for signal in listener.signals(plain))
        return tuple(sorted(fired, key=lambda signal: (_SERIOUSNESS[signal.concern], signal.id)))

    def _of(self, sentence: str, held: set[str]) -> Iterator[Signal]:
        candidates: dict[_Kind, dict[_Rule, None]] = defaultdict(dict)
        for kind, rule in chain.from_iterable(self._index[word] for word in held if word in self._index):
            candidates[kind][rule] = None
        yield from (kind.signal for kind, rules in candidates.items() if kind.fires(rules, sentence, held))

    def _without_everyday(self, reading: str, spoken: Mapping[str, set[str]]) -> str:
        """Return a reading without the words of everyday ways to speak, which listeners would mistake for danger."""
        whole = list(_sentences(reading))
        left = [_left(sentence, _marked(self._everyday, sentence, spoken[sentence])) for sentence in whole]
        return reading if left == whole else ".".join([*(sentence.strip("<>") for sentence in left), " "])


def _left(sentence: str, marked: bytearray) -> str:
    return "".join(letter for letter, mark in zip(sentence, marked, strict=True) if not mark)


def _follows(kind: _Kind, reading: str, spoken: Mapping[str, set[str]]) -> bool:
    """Tell whether a kind fires in a sentence that holds, or comes after, what must go before."""
    is_prepared = False
    for sentence in _sentences(reading):
        is_prepared = is_prepared or kind.is_prepared(sentence, spoken[sentence])
        if is_prepared and kind.fires(kind.rules, sentence, spoken[sentence]):
            return True
    return False


def _kind(family: Family, everyday: tuple[_Rule, ...]) -> _Kind:
    rules, unless, after = (
        tuple(_Rule(phrase=phrase) for phrase in phrases) for phrases in (family.phrases, family.unless, family.after)
    )
    return _Kind(
        signal=Signal(id=family.id, concern=family.concern, topic=family.topic),
        rules=rules,
        unless=(*unless, *everyday) if family.concern in ALARMS else unless,
        after=after,
    )


def _sentences(reading: str) -> Iterator[str]:
    """Split a reading; "<" marks the message's first sentence, ">" its last."""
    parts = [part for part in reading.split(" .") if part.strip()]
    for number, part in enumerate(parts):
        opening = "<" if number == 0 else ""
        closing = ">" if number == len(parts) - 1 else ""
        yield f"{opening}{part.rstrip()} {closing}"
