"""What must reach staff: the phrases of the lexicon, looked for in every reading, and listeners beside them."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from bot.model import Concern, Signal
from bot.triage.node import hardest, needs, rarest
from bot.triage.search import Sentence, apart, places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.triage.classifier import Listener
    from bot.triage.lexicon import Family, Lexicon
    from bot.triage.node import Group, Node

_T = TypeVar("_T", bound="_Rule")

ALARMS = frozenset({Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE})
"""What everyday ways to speak do not raise."""

_SERIOUSNESS = {concern: rank for rank, concern in enumerate(Concern)}


class _Rule:
    """One phrase, ready to be looked for: what a sentence must hold first, the search then."""

    __slots__ = ("phrase",)

    def __init__(self, phrase: Node) -> None:
        self.phrase = phrase

    @property
    def needs(self) -> tuple[Group, ...]:
        """What a sentence must hold: one word of each group."""
        return needs(self.phrase)

    def can_be_in(self, spoken: _Spoken) -> bool:
        """Tell whether a sentence can hold the phrase, by its words."""
        return not any(map(spoken.held.isdisjoint, hardest(self.phrase)))


class _Spoken(Sentence):
    """A sentence with the words it holds, and what of it is an everyday way to speak."""

    __slots__ = ("everyday", "held")

    def __init__(self, text: str, held: set[str], everyday: Iterable[_Rule]) -> None:
        super().__init__(text)
        self.held = held
        self.everyday = bytes(_mark(bytearray(len(text)), everyday, self))


class _FamilyRule(_Rule):
    """A phrase of a family."""

    __slots__ = ("kind",)

    def __init__(self, phrase: Node, kind: _Kind) -> None:
        super().__init__(phrase)
        self.kind = kind


class _Kind:
    """A family, ready to be looked for."""

    __slots__ = ("after", "is_alarm", "rules", "signal", "unless")

    def __init__(self, family: Family) -> None:
        self.signal = Signal(id=family.id, concern=family.concern, topic=family.topic)
        self.is_alarm = family.concern in ALARMS
        self.rules = tuple(_FamilyRule(phrase, self) for phrase in family.phrases)
        self.unless = tuple(map(_Rule, family.unless))
        self.after = tuple(map(_Rule, family.after))

    def fires(self, rules: Iterable[_Rule], spoken: _Spoken) -> bool:
        """Tell whether one of these rules is in the sentence at a place that no harmless reading overlaps."""
        harmless: bytearray | None = None
        for start, end in chain.from_iterable(places(r.phrase, spoken) for r in rules if r.can_be_in(spoken)):
            if harmless is None:
                harmless = self._harmless(spoken)
            if not any(harmless[start:end]):
                return True
        return False

    def is_prepared(self, spoken: _Spoken) -> bool:
        """Tell whether the sentence holds what must go before."""
        return any(rule.can_be_in(spoken) and any(places(rule.phrase, spoken)) for rule in self.after)

    def _harmless(self, spoken: _Spoken) -> bytearray:
        """Return a mark for every character that a harmless reading covers; only alarms heed everyday ways."""
        return _mark(bytearray(spoken.everyday if self.is_alarm else len(spoken.text)), self.unless, spoken)


def _mark(marked: bytearray, rules: Iterable[_Rule], spoken: _Spoken) -> bytearray:
    """Mark every character that one of these rules covers: looking up a place stays linear in the place."""
    for rule in rules:
        if rule.can_be_in(spoken):
            for start, end in apart(rule.phrase, spoken):
                marked[start:end] = b"\1" * (end - start)
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
        kinds = [_Kind(family) for family in lexicon.families]
        everyday = [_Rule(phrase) for everyday in lexicon.everyday for phrase in everyday.phrases]
        self._prepared = tuple(kind for kind in kinds if kind.after)
        self._index = _by_rarest(rule for kind in kinds if not kind.after for rule in kind.rules)
        self._everyday = _by_rarest(everyday)
        rules = chain(everyday, chain.from_iterable((*kind.rules, *kind.unless, *kind.after) for kind in kinds))
        self._words = _Words(set().union(*{group for rule in rules for group in rule.needs}))

    def signals(self, readings: Sequence[str]) -> tuple[Signal, ...]:
        """Return what fired in any reading, most serious first, then by id.

        A reading is words padded by blanks, "." ends a sentence. No phrase crosses a sentence end, so another sentence,
        or another reading, can only add signals (but for phrases that ask for the message's end, `$$`).
        """
        spoken = {text: self._spoken(text) for reading in readings for text in _sentences(reading)}
        fired = {signal for sentence in spoken.values() for signal in self._of(sentence)}
        fired.update(kind.signal for kind in self._prepared if any(_follows(kind, read, spoken) for read in readings))
        plain = tuple(dict.fromkeys(_without_everyday(reading, spoken) for reading in readings))
        fired.update(signal for listener in self._listeners for signal in listener.signals(plain))
        return tuple(sorted(fired, key=lambda signal: (_SERIOUSNESS[signal.concern], signal.id)))

    def _spoken(self, text: str) -> _Spoken:
        held = self._words.of(text)
        return _Spoken(text, held, dict.fromkeys(_near(self._everyday, held)))

    def _of(self, spoken: _Spoken) -> Iterator[Signal]:
        candidates: dict[_Kind, dict[_FamilyRule, None]] = defaultdict(dict)
        for rule in _near(self._index, spoken.held):
            candidates[rule.kind][rule] = None
        yield from (kind.signal for kind, rules in candidates.items() if kind.fires(rules, spoken))


def _by_rarest(rules: Iterable[_T]) -> dict[str, tuple[_T, ...]]:
    """Return rules by each word of which a sentence must hold one for them to be in it."""
    found: dict[str, list[_T]] = defaultdict(list)
    for rule in rules:
        for word in rarest(rule.needs):
            found[word].append(rule)
    return {word: tuple(near) for word, near in found.items()}


def _near(index: Mapping[str, tuple[_T, ...]], held: set[str]) -> Iterator[_T]:
    """Yield what stands in an index by the words that a sentence holds, maybe repeatedly."""
    return chain.from_iterable(index[word] for word in held if word in index)


def _without_everyday(reading: str, spoken: Mapping[str, _Spoken]) -> str:
    """Return a reading without the words of everyday ways to speak, which listeners would mistake for danger."""
    whole = list(_sentences(reading))
    left = [_left(sentence, spoken[sentence].everyday) for sentence in whole]
    return reading if left == whole else ".".join([*(sentence.strip("<>") for sentence in left), " "])


def _left(sentence: str, marked: bytes) -> str:
    return (
        "".join(letter for letter, mark in zip(sentence, marked, strict=True) if not mark) if any(marked) else sentence
    )


def _follows(kind: _Kind, reading: str, spoken: Mapping[str, _Spoken]) -> bool:
    """Tell whether a kind fires in a sentence that holds, or comes after, what must go before."""
    is_prepared = False
    for sentence in _sentences(reading):
        is_prepared = is_prepared or kind.is_prepared(spoken[sentence])
        if is_prepared and kind.fires(kind.rules, spoken[sentence]):
            return True
    return False


def _sentences(reading: str) -> Iterator[str]:
    """Split a reading; "<" marks the message's first sentence, ">" its last."""
    parts = [part for part in reading.split(" .") if part.strip()]
    for number, part in enumerate(parts):
        opening = "<" if number == 0 else ""
        closing = ">" if number == len(parts) - 1 else ""
        yield f"{opening}{part.rstrip()} {closing}"
