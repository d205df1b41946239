"""Decision -> Reply: answers are quoted word for word; every sentence that is not in faq.yaml stands in this room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from bot.model import NEWS, Alert, Choice, Concern, Disposition, Language, Reply, Tone
from bot.wording import crisis
from bot.wording import sentences as say
from bot.wording.receipt import news, receipt
from bot.wording.resources import lines_to_tap, resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.faq.content import Entry, Faq, Topic, Wording
    from bot.model import Case, Contact, Decision

__all__ = [
    "NONE_OF_THESE",
    "Situation",
    "cannot_store",
    "compose",
    "greeting",
    "in_doubt",
    "only_text",
    "person",
    "with_only_text",
]

NONE_OF_THESE = frozenset(say.NONE_OF_THESE.values())
"""What the last button of "did you mean" sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a reply's wording depends on besides the decision: the time, what is true of the alert and of the case."""

    now: datetime
    alert: Alert = Alert.SENT
    seen_by: str | None = None
    case: Case | None = None


def compose(decision: Decision, faq: Faq, situation: Situation) -> Reply:
    """Return what the patient reads."""
    match decision.disposition:
        case Disposition.CRISIS:
            return _alarm(crisis.crisis, decision, faq, situation)
        case Disposition.EMERGENCY:
            return _alarm(crisis.emergency, decision, faq, situation)
        case Disposition.HANDOFF if NEWS in decision.topics:
            return news(decision, faq, situation.now, case=situation.case)
        case Disposition.HANDOFF:
            return _with_lines(receipt(decision, faq, situation.now, beside=_answers(decision, faq)), decision, faq)
        case Disposition.ANSWER:
            return _with_lines(_answer(decision, faq), decision, faq)
        case Disposition.CLARIFY:
            return _with_lines(_clarify(decision, faq), decision, faq)
        case Disposition.SMALLTALK:
            return _topic(decision, faq, say.SMALLTALK[decision.language])
        case Disposition.OFFTOPIC:
            return _topic(decision, faq, say.OFFTOPIC[decision.language])
        case unreachable:
            assert_never(unreachable)


def greeting(faq: Faq, language: Language = Language.ENGLISH, *, is_alertable: bool = True) -> Reply:
    """Return the first screen: automated, not for emergencies, and the questions that are often asked.

    Where staff cannot be alerted it says so.
    """
    country = faq.clinic.country if faq.clinic else None
    facts = {"emergency": resources(country).emergency, "lines": crisis.lines(country, language)}
    chips = tuple(_choice(faq.entry(entry), language) for entry in faq.suggested)
    paragraphs = tuple(sentence.format(**facts) for sentence in say.GREETING[language])
    paragraphs += () if is_alertable else (say.GREETING_UNALERTED[language],)
    is_sample = any(entry.reviewed is None for entry in faq.entries)
    return Reply(
        paragraphs=paragraphs, contacts=_public(faq, language), related=chips, language=language, is_sample=is_sample
    )


def person(language: Language = Language.ENGLISH) -> Choice:
    """Return the "talk to a person" button."""
    return Choice(label=say.PERSON[language], text=say.PERSON[language])


def cannot_store(faq: Faq, language: Language = Language.ENGLISH) -> Reply:
    """Return what a patient reads when the message could not be stored: the lines, the phone, and the truth."""
    call = (say.CALL_US[language].format(phone=faq.clinic.phone),) if faq.clinic else ()
    paragraphs = (say.CANNOT_STORE[language], crisis.beside(faq.clinic, language), *call)
    return Reply(paragraphs=paragraphs, contacts=crisis.contacts(faq.clinic, language), language=language)


def in_doubt(faq: Faq, language: Language = Language.ENGLISH) -> Reply:
    """Return what a patient reads when the desk itself failed: a person will answer, the lines, the phone.

    It says nothing of the hours: reckoning with them may be what failed.
    """
    call = (say.CALL_US[language].format(phone=faq.clinic.phone),) if faq.clinic else ()
    who = " ".join((say.WHO_ANSWERS[language], *call))
    return Reply(
        paragraphs=(say.RECEIPT_UNKNOWN[language], crisis.beside(faq.clinic, language), who),
        contacts=crisis.contacts(faq.clinic, language),
        tone=Tone.URGENT,
        language=language,
    )


def only_text(faq: Faq, decision: Decision, now: datetime) -> Reply:
    """Return what a patient reads who has sent a file without a word: staff get it, and the patient the lines."""
    reply = receipt(decision, faq, now)
    paragraphs = (say.ONLY_TEXT[decision.language], *reply.paragraphs[1:], crisis.beside(faq.clinic, decision.language))
    return replace(reply, paragraphs=paragraphs)


def with_only_text(reply: Reply) -> Reply:
    """Add that the files beside the words cannot be read."""
    return replace(reply, paragraphs=(*reply.paragraphs, say.ONLY_TEXT_BESIDE[reply.language]))


def _alarm(write: Callable[..., Reply], decision: Decision, faq: Faq, situation: Situation) -> Reply:
    return write(
        faq.clinic, decision.language, signals=decision.signals, alert=situation.alert, seen_by=situation.seen_by
    )


def _answers(decision: Decision, faq: Faq) -> tuple[str, ...]:
    return tuple(_wording(faq.entry(entry), decision.language).text for entry in decision.entries)


def _answer(decision: Decision, faq: Faq) -> Reply:
    answered = [faq.entry(entry) for entry in decision.entries]
    related = dict.fromkeys(r for entry in answered for r in entry.related if r not in decision.entries)
    return Reply(
        paragraphs=_answers(decision, faq),
        related=tuple(_choice(faq.entry(entry), decision.language) for entry in list(related)[:3]),
        is_sample=any(entry.reviewed is None for entry in answered),
        language=decision.language,
    )


def _clarify(decision: Decision, faq: Faq) -> Reply:
    language = decision.language
    options = tuple(_choice(faq.entry(entry), language) for entry in decision.options)
    none = Choice(label=say.NONE_OF_THESE[language], text=say.NONE_OF_THESE[language])
    return Reply(paragraphs=(say.CLARIFY[language],), choices=(*options, none), language=language)


def _topic(decision: Decision, faq: Faq, otherwise: str) -> Reply:
    texts = [_wording(t, decision.language).text for t in faq.topics if t.id in decision.topics]
    return Reply(paragraphs=tuple(filter(None, texts)) or (otherwise,), language=decision.language)


def _with_lines(reply: Reply, decision: Decision, faq: Faq) -> Reply:
    """Add the crisis lines where suicide is spoken of, not as a danger."""
    if not any(signal.concern is Concern.MENTION for signal in decision.signals):
        return reply
    lines = crisis.beside(faq.clinic, decision.language)
    return replace(
        reply, paragraphs=(*reply.paragraphs, lines), contacts=reply.contacts or _public(faq, decision.language)
    )


def _public(faq: Faq, language: Language) -> tuple[Contact, ...]:
    return lines_to_tap(faq.clinic.country if faq.clinic else None, language)


def _choice(entry: Entry, language: Language) -> Choice:
    question = _wording(entry, language).question
    return Choice(label=question, text=question)


def _wording(item: Entry | Topic, language: Language) -> Wording:
    return item.wordings.get(language) or next(iter(item.wordings.values()))
