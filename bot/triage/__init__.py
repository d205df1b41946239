"""What must reach staff: the phrases of the lexicon, looked for in every reading, and classifiers beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.model import Concern, Signal
from bot.triage.phrase import needs, pattern, rarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.triage.classifier import Classifier
    from bot.triage.lexicon import Family, Lexicon

_SERIOUSNESS = {concern: rank for rank, concern in enumerate(Concern)}


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rule:
    """One phrase, ready to be looked for: what a sentence must hold first, the pattern then."""

    signal: Signal
    needs: tuple[frozenset[str], ...]
    source: str
    unless: tuple[_Rule, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled phrase. Most phrases are never met, so each is compiled when it first is."""
        return re.compile(self.source)

    def can_be_in(self, held: set[str]) -> bool:
        """Tell whether a sentence that holds these words can hold the phrase."""
        return not any(held.isdisjoint(group) for group in self.needs)


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
    """Finds the lexicon's families in messages, beside classifiers. The same readings always give the same signals."""

    def __init__(self, lexicon: Lexicon, classifiers: Sequence[Classifier] = ()) -> None:
        self._classifiers = tuple(classifiers)
        self.vocabulary = lexicon.vocabulary
        self.names = lexicon.names
        rules = [rule for family in lexicon.families for rule in _rules(family)]
        self._index: dict[str, list[_Rule]] = defaultdict(list)
        for rule in rules:
            for word in max(rule.needs, key=rarity):
                self._index[word].append(rule)
        everything = (rule for phrase in rules for rule in (phrase, *phrase.unless))
        self._words = _Words({word for rule in everything for group in rule.needs for word in group})

    def signals(self, readings: Sequence[str]) -> tuple[Signal, ...]:
        """Return what fired in any reading, most serious first, then by id.

        A reading is words padded by blanks, "." ends a sentence. No phrase crosses a sentence end, so another sentence,
        or another reading, can only add signals (but for phrases that ask for the message's end, `$$`).
        """
        sentences = dict.fromkeys(sentence for reading in readings for sentence in _sentences(reading))
        fired = {signal for sentence in sentences for signal in self._of(sentence)}
        fired.update(signal for classifier in self._classifiers for signal in classifier.signals(readings))
        return tuple(sorted(fired, key=lambda signal: (_SERIOUSNESS[signal.concern], signal.id)))

    def _of(self, sentence: str) -> Iterator[Signal]:
        held = self._words.of(sentence)
        candidates = (rule for word in held if word in self._index for rule in self._index[word])
        for rule in candidates:
            if rule.can_be_in(held) and _is_meant(rule, sentence, held):
                yield rule.signal


def _rules(family: Family) -> Iterator[_Rule]:
    signal = Signal(id=family.id, concern=family.concern, topic=family.topic)
    unless = tuple(_Rule(signal=signal, needs=needs(phrase), source=pattern(phrase)) for phrase in family.unless)
    for phrase in family.phrases:
        yield _Rule(signal=signal, needs=needs(phrase), source=pattern(phrase), unless=unless)


def _sentences(reading: str) -> Iterator[str]:
    """Split a reading; "<" marks the message's first sentence, ">" its last."""
    parts = [part for part in reading.split(" .") if part.strip()]
    for number, part in enumerate(parts):
        opening = "<" if number == 0 else ""
        closing = ">" if number == len(parts) - 1 else ""
        yield f"{opening}{part.rstrip()} {closing}"


def _is_meant(rule: _Rule, sentence: str, held: set[str]) -> bool:
    """Tell whether the phrase is there at a place that no harmless reading overlaps."""
    found = rule.pattern.search(sentence)
    if found is None or not rule.unless:
        return found is not None
    harmless = _harmless(rule, sentence, held)
    while found is not None and any(harmless[found.start() : found.end()]):
        found = rule.pattern.search(sentence, found.start() + 1)
    return found is not None


def _harmless(rule: _Rule, sentence: str, held: set[str]) -> bytearray:
    """Mark every character that a harmless reading covers: looking up a hit stays linear in the hit."""
    marked = bytearray(len(sentence))
    for other in rule.unless:
        if other.can_be_in(held):
            for span in other.pattern.finditer(sentence):
                marked[span.start() : span.end()] = b"\1" * len(span.group())
    return marked
