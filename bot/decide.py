"""Signals and matches -> Decision. The only place that compares with a threshold.

Most serious first (contract: Dispositions): crisis, emergency, possible crisis, clinical, the desk's business, answer,
clarify, smalltalk, off-topic. A wrong answer is far worse than a hand-off, so whatever is left over goes to staff.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.faq.content import TopicKind
from bot.model import Concern, Decision, Disposition, Match, Priority, Queue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.faq.content import Topic
    from bot.model import Language, Signal


_FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Probabilities at which the desk dares to act. docs/decisions says where each comes from."""

    answer: float = 0.36
    topic: float = 0.4
    chatter: float = 0.55
    clinical: float = 0.2
    option: float = 0.07
    options_together: float = 0.17
    most_options: int = 3
    most_answers: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question of a message: what it may mean, alone and with the turn before.

    `is_foreign`: it names a drug or condition that the first entry does not speak of.
    """

    ranked: tuple[Match, ...]
    with_before: tuple[Match, ...] = ()
    is_foreign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that is known of a message when it is decided. `parts` are its questions, `whole` is all of it.

    `rest` is what it says beside its questions, where triage knows the language too little to have heard all of it.
    `in_crisis` is what the conversation is in, until staff close it.
    """

    signals: tuple[Signal, ...]
    whole: Part
    language: Language
    parts: tuple[Part, ...] = ()
    rest: tuple[Part, ...] = ()
    in_crisis: Disposition | None = None


class Decider:
    """Decides for one FAQ."""

    def __init__(self, topics: Sequence[Topic], thresholds: Thresholds | None = None) -> None:
        self._topics: Mapping[str, Topic] = {topic.id: topic for topic in topics}
        self.thresholds = self._at = thresholds or Thresholds()

    def decide(self, found: Findings) -> Decision:
        """Return what the message ends in."""
        decision = self._by_danger(found) or self._by_clinic(found) or self._by_question(found)
        return replace(
            self._with_rest(decision, found),
            signals=found.signals,
            language=found.language,
            ranked=self._entries(found.whole.ranked),
            confidence=decision.confidence or self._first(found.whole.ranked),
        )

    def _by_danger(self, found: Findings) -> Decision | None:
        concerns = {signal.concern for signal in found.signals}
        if Concern.CRISIS in concerns or found.in_crisis is Disposition.CRISIS:
            return Decision(disposition=Disposition.CRISIS, queue=Queue.CLINICAL, priority=Priority.PAGED)
        if Concern.EMERGENCY in concerns or found.in_crisis is Disposition.EMERGENCY:
            return Decision(disposition=Disposition.EMERGENCY, queue=Queue.CLINICAL, priority=Priority.PAGED)
        if Concern.CRISIS_POSSIBLE in concerns:
            return Decision(disposition=Disposition.HANDOFF, queue=Queue.CLINICAL, priority=Priority.URGENT)
        return None

    def _by_clinic(self, found: Findings) -> Decision | None:
        """Decide by the rules for clinical and desk matters and for what is off-topic."""
        first: dict[Concern, Signal] = {}
        for signal in found.signals:
            if not is_object(signal):
                first.setdefault(signal.concern, signal)
        if Concern.CLINICAL in first or self._has_clinical(found):
            return self._hand_off(Queue.CLINICAL, first.get(Concern.CLINICAL))
        if Concern.DESK in first:
            topic = self._topics.get(first[Concern.DESK].topic or "")
            return self._hand_off((topic and topic.queue) or Queue.UNKNOWN, first[Concern.DESK])
        if Concern.SMALLTALK in first:
            return _line(Disposition.SMALLTALK, first[Concern.SMALLTALK].topic)
        if Concern.OFFTOPIC in first:
            return _line(Disposition.OFFTOPIC, first[Concern.OFFTOPIC].topic)
        return None

    def _has_clinical(self, found: Findings) -> bool:
        return any(self._clinical_risk(part) >= self._at.clinical for part in (found.whole, *found.parts))

    def _clinical_risk(self, part: Part) -> float:
        """Return how likely a part is clinical: all such topics together, or the likeliest where an entry is sure."""
        risks = [m.probability for m in part.ranked if self._kind(m.id) is TopicKind.CLINICAL]
        return max(risks, default=0.0) if self._sure(part) else sum(risks)

    def _hand_off(self, queue: Queue, signal: Signal | None = None) -> Decision:
        topics = (signal.topic,) if signal and signal.topic else ()
        return Decision(disposition=Disposition.HANDOFF, queue=queue, topics=topics)

    def _with_rest(self, decision: Decision, found: Findings) -> Decision:
        """Send an answer to staff too where the message also says something that nothing understood."""
        if decision.disposition is not Disposition.ANSWER or all(map(self._is_understood, found.rest)):
            return decision
        return replace(decision, disposition=Disposition.HANDOFF, queue=Queue.UNKNOWN)

    def _is_understood(self, part: Part) -> bool:
        return any(match.probability >= self._at.answer for match in part.ranked)

    def _by_question(self, found: Findings) -> Decision:
        """Decide by what was asked: each question by itself where all are sure, else the message as a whole."""
        if any(part.is_foreign for part in (found.whole, *found.parts)):
            return self._hand_off(Queue.CLINICAL)
        topic = self._sure_topic(found.parts or (found.whole,)) or self._sure_topic((found.whole,))
        if topic:
            return self._say(topic)
        return self._answer(found.parts) or self._answer((found.whole,)) or self._ask_back(found)

    def _answer(self, parts: Sequence[Part]) -> Decision | None:
        sure = [self._sure(part) for part in parts]
        matches = [match for match in sure if match]
        entries = tuple(dict.fromkeys(match.id for match in matches))
        if not entries or len(matches) < len(sure) or len(entries) > self._at.most_answers:
            return None
        least = min(match.probability for match in matches)
        return Decision(disposition=Disposition.ANSWER, entries=entries, confidence=least)

    def _ask_back(self, found: Findings) -> Decision:
        """Offer the two or three likeliest entries, or hand off where they are too unlikely even together."""
        likely = sorted(self._entries(self._merged(found)), key=lambda m: (-m.probability, m.id))
        clear = sum(m.probability >= self._at.option for m in likely)
        offered = likely[: min(max(clear, _FEWEST_OPTIONS), self._at.most_options)]
        if len(offered) < _FEWEST_OPTIONS or sum(m.probability for m in offered) < self._at.options_together:
            return self._hand_off(Queue.CLINICAL if any(map(is_object, found.signals)) else Queue.UNKNOWN)
        return Decision(disposition=Disposition.CLARIFY, options=tuple(m.id for m in offered))

    def _merged(self, found: Findings) -> tuple[Match, ...]:
        """Return every entry's best probability over the whole message and its questions."""
        best: dict[str, Match] = {}
        for part in (found.whole, *found.parts):
            for match in (*part.ranked, *part.with_before):
                known = best.get(match.id)
                if known is None or match.probability > known.probability:
                    best[match.id] = match
        return tuple(best.values())

    def _say(self, topic: Topic) -> Decision:
        match topic.kind:
            case TopicKind.SMALLTALK:
                return _line(Disposition.SMALLTALK, topic.id)
            case TopicKind.OFFTOPIC:
                return _line(Disposition.OFFTOPIC, topic.id)
            case _:
                queue = topic.queue or Queue.UNKNOWN
                return Decision(disposition=Disposition.HANDOFF, queue=queue, topics=(topic.id,))

    def _sure(self, part: Part) -> Match | None:
        """Return the entry that is sure alone or with the turn before; agreeing, the two make each other surer."""
        firsts = [ranked[0] for ranked in (part.ranked, part.with_before) if ranked]
        if len({match.id for match in firsts}) < len(firsts):
            doubt = math.prod(1 - match.probability for match in firsts)
            firsts = [Match(id=firsts[0].id, probability=round(1 - doubt, 4))]
        sure = (m for m in firsts if m.id not in self._topics and m.probability >= self._at.answer)
        return next(sure, None)

    def _sure_topic(self, parts: Sequence[Part]) -> Topic | None:
        """Return the most serious topic that a part surely is; small talk and off-topic only where every part is."""
        topics = [topic for part in parts if (topic := self._topic_of(part))]
        order = (TopicKind.CLINICAL, TopicKind.DESK)
        serious = [t for kind in order for t in topics if t.kind is kind]
        return serious[0] if serious else next(iter(topics if len(topics) == len(parts) else ()), None)

    def _topic_of(self, part: Part) -> Topic | None:
        best = next(iter(part.ranked), None)
        topic = self._topics.get(best.id) if best else None
        if best is None or topic is None:
            return None
        is_chatter = topic.kind in {TopicKind.SMALLTALK, TopicKind.OFFTOPIC}
        return topic if best.probability >= (self._at.chatter if is_chatter else self._at.topic) else None

    def _kind(self, target: str) -> TopicKind | None:
        topic = self._topics.get(target)
        return topic.kind if topic else None

    def _entries(self, ranked: Sequence[Match]) -> tuple[Match, ...]:
        return tuple(m for m in ranked if m.id not in self._topics)

    def _first(self, ranked: Sequence[Match]) -> float:
        entries = self._entries(ranked)
        return entries[0].probability if entries else 0.0


def is_object(signal: Signal) -> bool:
    """Tell whether a clinical rule saw a drug or condition only as what the question is about, not as someone's own."""
    return signal.id.startswith("clinical.object")


def _line(disposition: Disposition, topic: str | None) -> Decision:
    return Decision(disposition=disposition, topics=(topic,) if topic else ())
