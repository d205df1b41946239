"""A conversation and a new text -> a Decision and the conversation after it. Pure: no store, no clock, no network.

normalise -> triage -> match -> decide, with what came before: the last three messages are triaged together, a crisis
stays one, a typed choice counts like a tap, a short follow-up takes its subject from the turn before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import choices
from bot.decide import Decider, Findings, Part
from bot.language import detect
from bot.match import Matcher
from bot.match.names import Names
from bot.match.questions import questions
from bot.model import Concern, Decision, Dialogue, Disposition, Language, Queue
from bot.spelling import Speller
from bot.text import readings, without_accents, words
from bot.triage.classifier import DOUBT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.decide import Thresholds
    from bot.faq.content import Faq
    from bot.match.questions import Question
    from bot.model import Match, Signal
    from bot.triage import Triage

LONGEST_MATCHED = 2_000
"""Longer messages are triaged whole and handed off, not matched (contract: Length)."""

_REMEMBERED = 2
_SHORTEST_REST = 4
_ALARMS = frozenset({Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE})


class Understanding:
    """Understands messages by one FAQ; `triage` None measures the matcher alone."""

    def __init__(self, faq: Faq, triage: Triage | None) -> None:
        self.faq = faq if triage else replace(faq, topics=())
        self._triage = triage
        self._matchers = {language: Matcher(self.faq, language) for language in Language}
        self._names = Names(self.faq, triage.names if triage else ())
        self._decider = Decider(self.faq.topics)
        self._spellers = _spellers(self.faq, triage)

    @property
    def thresholds(self) -> Thresholds:
        """The probabilities at which this desk dares to act."""
        return self._decider.thresholds

    def take(self, dialogue: Dialogue, text: str) -> tuple[Decision, Dialogue]:
        """Return what the text ends in, and the dialogue after it."""
        decision = self._decide(dialogue, text)
        return decision, _after(dialogue, text, decision)

    def _decide(self, dialogue: Dialogue, text: str) -> Decision:
        signals = self._signals(dialogue, text)
        chosen = choices.typed(text, dialogue, self.faq)
        if chosen and _ALARMS.isdisjoint(s.concern for s in signals) and dialogue.in_crisis is None:
            queue = chosen.queue and (chosen.queue if self._triage else Queue.UNKNOWN)
            return replace(chosen, queue=queue, language=dialogue.language)
        return self._decider.decide(self._findings(dialogue, text, signals))

    def _signals(self, dialogue: Dialogue, text: str) -> tuple[Signal, ...]:
        """Return the rules that fire on the text, and the alarms that only the last three messages together raise."""
        if self._triage is None:
            return ()
        alone = self._triage.signals(self._readings(text))
        if not dialogue.recent:
            return alone
        before = self._triage.signals(self._readings(" ".join(dialogue.recent)))
        together = self._triage.signals(self._readings(" ".join((*dialogue.recent, text))))
        new = (s for s in together if s.concern in _ALARMS and s not in before and s not in alone)
        found = dict.fromkeys((*alone, *map(_over_messages, new)))
        return tuple(sorted(found, key=lambda s: list(Concern).index(s.concern)))

    def _readings(self, text: str) -> tuple[str, ...]:
        plain = readings(text)
        repair = self._spellers[detect(text)].repair
        return tuple(dict.fromkeys((*plain, *map(repair, plain))))

    def _findings(self, dialogue: Dialogue, text: str, signals: tuple[Signal, ...]) -> Findings:
        language = detect(text, dialogue.language)
        in_crisis = dialogue.in_crisis
        if len(text) > LONGEST_MATCHED:
            return Findings(signals=signals, whole=Part(ranked=()), language=language, in_crisis=in_crisis)
        asked = questions(text)
        return Findings(
            signals=signals,
            parts=tuple(self._part(q.words, dialogue, language) for q in asked if q.is_question),
            rest=tuple(self._part(q.words, dialogue, language) for q in asked if _is_rest(q, language)),
            whole=self._part(words(text), dialogue, language),
            language=language,
            in_crisis=in_crisis,
        )

    def _part(self, spoken: tuple[str, ...], dialogue: Dialogue, language: Language) -> Part:
        asked = self._repaired(spoken, language)
        ranked = self._matcher(language).rank(asked)
        first = next((m.id for m in ranked), None)
        return Part(
            ranked=ranked,
            with_before=self._with_before(asked, dialogue, language),
            is_foreign=self._names.are_foreign(asked, first),
        )

    def _with_before(self, asked: tuple[str, ...], dialogue: Dialogue, language: Language) -> tuple[Match, ...]:
        if not dialogue.subject or not choices.is_follow_up(asked):
            return ()
        before = self._repaired(words(dialogue.recent[-1]), language)
        return self._matcher(language).rank((*before, *asked), without=dialogue.subject)

    def _matcher(self, language: Language) -> Matcher:
        """Return the language's matcher, or the English one where the FAQ says nothing in that language."""
        matcher = self._matchers[language]
        return self._matchers[Language.ENGLISH] if matcher.is_empty else matcher

    def _repaired(self, spoken: Sequence[str], language: Language) -> tuple[str, ...]:
        """Return the words with typos repaired; no list of Spanish words is at hand, so Spanish is left alone."""
        if language is Language.SPANISH:
            return tuple(spoken)
        return tuple(self._spellers[language].repair(" " + " ".join(spoken) + " ").split())


def _is_rest(piece: Question, language: Language) -> bool:
    """Tell whether a piece says something that Spanish triage, which is thin, may not have heard."""
    return language is Language.SPANISH and not piece.is_question and len(piece.words) >= _SHORTEST_REST


def _over_messages(signal: Signal) -> Signal:
    """Weigh what only several messages together raise: a phrase as it is, a classifier as no more than a doubt."""
    return DOUBT if signal.id.endswith(".classifier") else signal


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


def _spellers(faq: Faq, triage: Triage | None) -> dict[Language, Speller]:
    """Return what repairs each language's typos: always to English words, and never a word of the FAQ's Spanish."""
    own = (*_vocabulary(faq, Language.ENGLISH), *(triage.vocabulary if triage else ()))
    spanish = {without_accents(word) for word in _vocabulary(faq, Language.SPANISH)}
    return {Language.ENGLISH: Speller(own), Language.SPANISH: Speller(own, guarded=spanish)}


def _vocabulary(faq: Faq, language: Language) -> set[str]:
    wordings = (wording for item in faq.items if (wording := item.wordings.get(language)))
    return {word for w in wordings for text in (w.question, *w.asks, w.text) for word in words(text)}
