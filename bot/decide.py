"""Signals and matches -> Decision. The only place that compares with a threshold.

Most serious first (contract: Dispositions): crisis, emergency, possible crisis, clinical, the desk's business, answer,
clarify, smalltalk, off-topic. A wrong answer is far worse than a hand-off, so whatever is left over goes to staff.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.faq.content import TopicKind
from bot.hearing import is_object, is_only_staffs
from bot.match.daring import daring, mass
from bot.match.thresholds import Thresholds
from bot.model import Concern, Decision, Disposition, Language, Match, Priority, Queue
from bot.triage import ALARMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.faq.content import Topic
    from bot.model import Signal


_FEWEST_OPTIONS = 2
_FEWEST_AGREEING = 2
_MOST_ANSWERS = 3
_MOST_RANKED = 5
_UNLIKELY = 0.2
"""What nothing reaches means nothing here, and names no queue."""

_PROBABLY = 0.6
"""From here on a statement beside a question is taken for what it is likeliest to be."""

_STAFF = (TopicKind.CLINICAL, TopicKind.DESK)
_CHATTER = (TopicKind.SMALLTALK, TopicKind.OFFTOPIC)
_SETTLING = ALARMS | {Concern.CLINICAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question of a message: what it may mean, alone and with the turn before.

    `is_foreign`: it names a drug, condition or procedure that the first entry does not speak of; `is_short`: it says so
    little that it may only say more about the rest ("hours? days?").
    """

    ranked: tuple[Match, ...]
    with_before: tuple[Match, ...] = ()
    is_foreign: bool = False
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that is known of a message when it is decided. `parts` are its questions, `statements` what it says besides.

    `whole` is all of it; `at` are the thresholds learnt for its language; `in_crisis` is what the conversation is in,
    until staff close it.
    """

    signals: tuple[Signal, ...]
    whole: Part
    language: Language
    at: Thresholds = field(default_factory=Thresholds)
    parts: tuple[Part, ...] = ()
    statements: tuple[Part, ...] = ()
    in_crisis: Disposition | None = None


def is_settled(signals: Sequence[Signal], in_crisis: Disposition | None) -> bool:
    """Tell whether danger or a clinical rule decides by itself, whatever the questions of the message mean."""
    is_heard = any(signal.concern in _SETTLING and not is_object(signal) for signal in signals)
    return is_heard or in_crisis in (Disposition.CRISIS, Disposition.EMERGENCY)


class Decider:
    """Decides for one FAQ."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics: Mapping[str, Topic] = {topic.id: topic for topic in topics}
        self._kinds = {topic.id: topic.kind for topic in topics}

    def decide(self, found: Findings) -> Decision:
        """Return what the message ends in."""
        decision = self._by_danger(found) or self._by_clinic(found) or self._by_question(found)
        return replace(
            self._with_statements(decision, found),
            signals=found.signals,
            language=found.language,
            ranked=self._entries(found.whole.ranked)[:_MOST_RANKED],
            confidence=decision.confidence or self._first(found.whole.ranked),
        )

    def _with_statements(self, decision: Decision, found: Findings) -> Decision:
        """Send a Spanish answer to staff too where the message also says something that nothing understood.

        Spanish triage is thin: a sentence beside the question may hold what it has not heard.
        """
        if decision.disposition is not Disposition.ANSWER or found.language is not Language.SPANISH:
            return decision
        understood = (any(m.probability >= found.at.answer for m in part.ranked) for part in found.statements)
        return decision if all(understood) else replace(decision, disposition=Disposition.HANDOFF, queue=Queue.UNKNOWN)

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
        """Decide by the rules for clinical and desk matters and for what is off-topic.

        A desk rule yields to entries that are surely meant, unless it knows what only staff do or the whole is likelier
        to be for staff all the same; a clinical or off-topic rule yields to nothing.
        """
        first: dict[Concern, Signal] = {}
        for signal in found.signals:
            if not is_object(signal):
                first.setdefault(signal.concern, signal)
        if Concern.CLINICAL in first:
            return self._hand_off(Queue.CLINICAL, first[Concern.CLINICAL])
        if any(mass(part.ranked, self._kinds, TopicKind.CLINICAL) > _PROBABLY for part in found.statements):
            return self._hand_off(Queue.CLINICAL)
        if Concern.DESK in first:
            if any(part.is_foreign and self._asks_entry(part) for part in found.parts):
                return self._hand_off(Queue.CLINICAL)
            topic = self._topics.get(first[Concern.DESK].topic or "")
            desk = self._hand_off((topic and topic.queue) or Queue.UNKNOWN, first[Concern.DESK])
            is_plain = Concern.OFFTOPIC in first or any(map(is_only_staffs, found.signals))
            is_plain = is_plain or self._staff_topic(found.whole) is not None
            return desk if is_plain else self._answer(found) or desk
        if Concern.SMALLTALK in first:
            return _line(Disposition.SMALLTALK, first[Concern.SMALLTALK].topic)
        if Concern.OFFTOPIC in first:
            return _line(Disposition.OFFTOPIC, first[Concern.OFFTOPIC].topic)
        return None

    def _asks_entry(self, part: Part) -> bool:
        return bool(part.ranked) and part.ranked[0].id not in self._topics

    def _hand_off(self, queue: Queue, signal: Signal | None = None) -> Decision:
        topics = (signal.topic,) if signal and signal.topic else ()
        return Decision(disposition=Disposition.HANDOFF, queue=queue, topics=topics)

    def _by_question(self, found: Findings) -> Decision:
        """Decide by what was asked: each question by itself where all are sure, else the message as a whole."""
        if self._is_foreign(found):
            return self._hand_off(Queue.CLINICAL)
        return self._answer(found) or self._staffed(found) or self._chat(found) or self._ask_back(found)

    def _is_foreign(self, found: Findings) -> bool:
        return any(part.is_foreign for part in (found.whole, *found.parts))

    def _answer(self, found: Findings) -> Decision | None:
        """Answer every question, or the whole message where none of its questions asks for something else."""
        if self._is_foreign(found):
            return None
        return self._each(found) or self._together(found) or self._whole(found)

    def _each(self, found: Findings) -> Decision | None:
        """Answer question by question, unless the whole is surer of something that none of them asks."""
        sure = [self._sure(part, found.at) for part in found.parts]
        matches = [match for match in sure if match]
        if not matches or len(matches) < len(sure):
            return None
        entries = tuple(dict.fromkeys(match.id for match in matches))
        least = min(match.probability for match in matches)
        meant = self._meant(found.whole)
        if len(entries) > _MOST_ANSWERS or (meant and meant.id not in entries and meant.probability > least):
            return None
        return _answering(entries, least)

    def _together(self, found: Findings) -> Decision | None:
        """Answer what several questions and the whole all mean first: agreeing, the questions make each other surer."""
        if len(found.parts) < _FEWEST_AGREEING or self._is_staffed(found):
            return None
        dared = [daring(part.ranked, self._kinds) for part in (found.whole, *found.parts)]
        entry, safe = dared[0].entry, 1 - math.prod(1 - one.answer for one in dared[1:])
        first = {match.id for part in found.parts for match in part.ranked[:1]}
        return _answering((entry,), round(safe, 4)) if entry and first == {entry} and safe >= found.at.answer else None

    def _whole(self, found: Findings) -> Decision | None:
        """Answer what the message means as a whole, unless one of its questions probably means something else.

        A few words that make the whole surer than any piece of it say more about the same, whatever they mean alone.
        """
        sure = self._sure(found.whole, found.at)
        if sure is None or self._is_staffed(found):
            return None
        alone = (_probability(part, sure.id) for part in (*found.parts, *found.statements))
        is_surer = sure.probability > max(alone, default=1.0)
        others = (part for part in found.parts if self._means_other(part, sure.id))
        return _answering((sure.id,), sure.probability) if all(is_surer and p.is_short for p in others) else None

    def _means_other(self, part: Part, entry: str) -> bool:
        meant = self._meant(part)
        return meant is not None and meant.id != entry and meant.probability > _PROBABLY

    def _meant(self, part: Part) -> Match | None:
        """Return what is likeliest but for chatter, which beside a question is politeness."""
        return next((match for match in part.ranked if self._kinds.get(match.id) not in _CHATTER), None)

    def _is_staffed(self, found: Findings) -> bool:
        return any(self._staff_topic(part) for part in (found.whole, *found.parts))

    def _staffed(self, found: Findings) -> Decision | None:
        """Hand off where a clinical or desk topic is likelier than all entries together, the most serious first."""
        topics = [topic for part in (found.whole, *found.parts) if (topic := self._staff_topic(part))]
        topic = min(topics, key=lambda topic: _STAFF.index(topic.kind), default=None)
        if topic is None:
            return None
        return Decision(disposition=Disposition.HANDOFF, queue=topic.queue or Queue.UNKNOWN, topics=(topic.id,))

    def _staff_topic(self, part: Part) -> Topic | None:
        staff = [match for match in part.ranked if self._kinds.get(match.id) in _STAFF]
        likelier = mass(part.ranked, self._kinds, *_STAFF) >= max(
            mass(part.ranked, self._kinds, None), mass(part.ranked, self._kinds, *_CHATTER), _UNLIKELY
        )
        return self._topics[staff[0].id] if staff and likelier else None

    def _chat(self, found: Findings) -> Decision | None:
        """Say a line of small talk or on what the desk is for, where the whole message surely asks for nothing else."""
        ranked, dared = found.whole.ranked, daring(found.whole.ranked, self._kinds)
        rest = mass(ranked, self._kinds, None, *_STAFF)
        if dared.chatter is None or dared.chat < found.at.chat or mass(ranked, self._kinds, *_CHATTER) < rest:
            return None
        kind = self._kinds[dared.chatter]
        return _line(Disposition.SMALLTALK if kind is TopicKind.SMALLTALK else Disposition.OFFTOPIC, dared.chatter)

    def _ask_back(self, found: Findings) -> Decision:
        """Offer the two or three likeliest entries, or hand off where they are too unlikely even together."""
        dared = daring(sorted(self._merged(found), key=lambda m: (-m.probability, m.id)), self._kinds)
        if len(dared.options) < _FEWEST_OPTIONS or dared.ask < found.at.ask:
            return self._hand_off(Queue.CLINICAL if any(map(is_object, found.signals)) else Queue.UNKNOWN)
        return Decision(disposition=Disposition.CLARIFY, options=dared.options)

    def _merged(self, found: Findings) -> tuple[Match, ...]:
        """Return every entry's best probability over the whole message and its questions."""
        best: dict[str, Match] = {}
        for part in (found.whole, *found.parts):
            for match in (*part.ranked, *part.with_before):
                known = best.get(match.id)
                if known is None or match.probability > known.probability:
                    best[match.id] = match
        return tuple(best.values())

    def _sure(self, part: Part, at: Thresholds) -> Match | None:
        """Return the entry that is sure alone or with the turn before; agreeing, the two make each other surer."""
        dared = [(daring(ranked, self._kinds), ranked) for ranked in (part.ranked, part.with_before) if ranked]
        agree = len(dared) > 1 and len({one.entry for one, _ in dared}) == 1
        safe = 1 - math.prod(1 - one.answer for one, _ in dared) if agree else 0.0
        for one, ranked in dared:
            if one.entry and max(one.answer, safe) >= at.answer:
                likely = next(match.probability for match in ranked if match.id == one.entry)
                return Match(id=one.entry, probability=max(likely, round(safe, 4)))
        return None

    def _entries(self, ranked: Sequence[Match]) -> tuple[Match, ...]:
        return tuple(m for m in ranked if m.id not in self._topics)

    def _first(self, ranked: Sequence[Match]) -> float:
        entries = self._entries(ranked)
        return entries[0].probability if entries else 0.0


def _probability(part: Part, entry: str) -> float:
    return next((match.probability for match in part.ranked if match.id == entry), 0.0)


def _line(disposition: Disposition, topic: str | None) -> Decision:
    return Decision(disposition=disposition, topics=(topic,) if topic else ())


def _answering(entries: tuple[str, ...], confidence: float) -> Decision:
    return Decision(disposition=Disposition.ANSWER, entries=entries, confidence=confidence)
