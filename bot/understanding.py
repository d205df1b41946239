"""A conversation and a new text -> a Decision and the conversation after it. Pure: no store, no clock, no network.

normalise -> triage -> match -> decide, with what came before: the last three messages are triaged together, a crisis
stays one, a typed choice counts like a tap, a short follow-up takes its subject from the turn before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import choices
from bot.decide import Decider, Findings, Part, is_settled
from bot.hearing import is_object
from bot.language import detect
from bot.match.names import Names
from bot.match.questions import questions
from bot.model import NEWS, Concern, Decision, Dialogue, Disposition, Language, Queue
from bot.text import words
from bot.triage import ALARMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.faq.content import Faq
    from bot.hearing import Hearing
    from bot.match import Matcher
    from bot.match.questions import Question
    from bot.match.thresholds import Thresholds
    from bot.model import Match, Signal

LONGEST_MATCHED = 2_000
"""Longer messages are triaged whole and handed off, not matched (contract: Length)."""

_REMEMBERED = 2
_SHORTEST_STATEMENT = 4
_LONGEST_ASIDE = 4


class Understanding:
    """Understands messages by one FAQ, with a matcher for each language."""

    def __init__(self, faq: Faq, hearing: Hearing, matchers: Mapping[Language, Matcher]) -> None:
        self.faq = faq
        self._hearing = hearing
        self._matchers = matchers
        self._names = Names(faq, hearing.names)
        self._decider = Decider(faq.topics)

    @property
    def thresholds(self) -> Mapping[Language, Thresholds]:
        """How daring the desk may be, by language."""
        return {language: matcher.learned.thresholds for language, matcher in self._matchers.items()}

    def take(self, dialogue: Dialogue, text: str) -> tuple[Decision, Dialogue]:
        """Return what the text ends in, and the dialogue after it."""
        decision = self._decide(dialogue, text)
        return decision, _after(dialogue, text, decision)

    def _decide(self, dialogue: Dialogue, text: str) -> Decision:
        signals = self._hearing.signals(text, dialogue)
        chosen = choices.typed(text, dialogue, self.faq)
        if chosen and ALARMS.isdisjoint(s.concern for s in signals) and dialogue.in_crisis is None:
            queue = chosen.queue and (chosen.queue if self._hearing.has_triage else Queue.UNKNOWN)
            return replace(chosen, queue=queue, language=dialogue.language)
        if _asks_for_news(dialogue, signals):
            return _news(dialogue, signals)
        return self._decider.decide(self._findings(dialogue, text, tuple(s for s in signals if s.topic != NEWS)))

    def _findings(self, dialogue: Dialogue, text: str, signals: tuple[Signal, ...]) -> Findings:
        language = detect(text, dialogue.language)
        if len(text) > LONGEST_MATCHED:
            return Findings(signals=signals, whole=Part(ranked=()), language=language, in_crisis=dialogue.in_crisis)
        if is_settled(signals, dialogue.in_crisis):
            whole = Part(ranked=self._ranked(self._hearing.repaired(words(text), language), dialogue, language))
            return Findings(signals=signals, whole=whole, language=language, in_crisis=dialogue.in_crisis)
        at = self._matcher(language).learned.thresholds
        pieces = questions(text)
        parts = tuple(self._part(p.words, dialogue, language) for p in pieces if p.is_question)
        statements = tuple(self._part(p.words, dialogue, language) for p in pieces if _says_something(p))
        ranked = self._part(words(text), dialogue, language)
        return Findings(
            signals=signals,
            parts=parts,
            statements=statements,
            whole=ranked,
            language=language,
            at=at,
            in_crisis=dialogue.in_crisis,
        )

    def _part(self, spoken: tuple[str, ...], dialogue: Dialogue, language: Language) -> Part:
        asked = self._hearing.repaired(spoken, language)
        ranked = self._ranked(asked, dialogue, language)
        first = next((m.id for m in ranked), None)
        return Part(
            ranked=ranked,
            with_before=self._with_before(asked, dialogue, language),
            is_foreign=self._names.are_foreign(asked, first),
            is_short=len(spoken) <= _LONGEST_ASIDE,
        )

    def _ranked(self, asked: tuple[str, ...], dialogue: Dialogue, language: Language) -> tuple[Match, ...]:
        known = dialogue.subject if choices.asks_further(asked) else ()
        return self._matcher(language).rank(asked, without=known)

    def _with_before(self, asked: tuple[str, ...], dialogue: Dialogue, language: Language) -> tuple[Match, ...]:
        """Read a follow-up with the turn before; nothing where that turn alone says as much, since it was decided."""
        if not dialogue.subject or not dialogue.recent or not choices.is_follow_up(asked):
            return ()
        before = self._hearing.repaired(words(dialogue.recent[-1]), language)
        rank = self._matcher(language).rank
        alone, both = (rank(read, without=dialogue.subject) for read in (before, (*before, *asked)))
        known = {match.id: match.probability for match in alone}
        return both if both and both[0].probability > known.get(both[0].id, 0.0) else ()

    def _matcher(self, language: Language) -> Matcher:
        """Return the language's matcher, or the English one where the FAQ says nothing in that language."""
        matcher = self._matchers[language]
        return self._matchers[Language.ENGLISH] if matcher.is_empty else matcher


def _asks_for_news(dialogue: Dialogue, signals: tuple[Signal, ...]) -> bool:
    """Tell whether somebody who waits for a person asks how it stands, and says nothing of danger or health."""
    concerns = {signal.concern for signal in signals if not is_object(signal)}
    is_about_news = dialogue.waiting is not None and any(signal.topic == NEWS for signal in signals)
    return is_about_news and dialogue.in_crisis is None and concerns.isdisjoint({*ALARMS, Concern.CLINICAL})


def _news(dialogue: Dialogue, signals: tuple[Signal, ...]) -> Decision:
    return Decision(
        disposition=Disposition.HANDOFF,
        queue=dialogue.waiting,
        topics=(NEWS,),
        signals=signals,
        language=dialogue.language,
    )


def _says_something(piece: Question) -> bool:
    """Tell whether a piece beside the questions is long enough to hold a fact about the person."""
    return not piece.is_question and len(piece.words) >= _SHORTEST_STATEMENT


def _after(dialogue: Dialogue, text: str, decision: Decision) -> Dialogue:
    is_crisis = decision.disposition is Disposition.CRISIS
    return Dialogue(
        recent=(*dialogue.recent, text)[-_REMEMBERED:],
        in_crisis=Disposition.CRISIS if is_crisis else dialogue.in_crisis,
        options=decision.options,
        subject=decision.entries or dialogue.subject,
        waiting=decision.queue if decision.escalates else dialogue.waiting,
        language=decision.language,
    )
