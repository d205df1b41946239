"""What a patient reads when a person will answer: who, by when, the phone. No time is promised that nobody keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.hours import describe, is_open, next_opening
from bot.faq.hours import say_week
from bot.model import Decision, Priority, Queue, Reply, Tone
from bot.wording import crisis
from bot.wording import sentences as say
from bot.wording.standing import standing

if TYPE_CHECKING:
    from datetime import datetime

    from bot.faq.content import Clinic, Faq
    from bot.model import Case, Language


def receipt(decision: Decision, faq: Faq, now: datetime, *, beside: tuple[str, ...] = ()) -> Reply:
    """Return the receipt of a hand-off; `beside` are reviewed answers that the message also asked for."""
    language, clinic = decision.language, faq.clinic
    paragraphs = [*beside, *_what(decision, faq), _who(clinic, now, language)]
    is_urgent = decision.priority is not Priority.ROUTINE
    if is_urgent:
        paragraphs.insert(len(beside) + 1, crisis.beside(clinic, language))
    return Reply(
        paragraphs=tuple(paragraphs),
        contacts=crisis.contacts(clinic, language) if is_urgent else (),
        tone=Tone.URGENT if is_urgent else Tone.RECEIPT,
        language=language,
    )


def news(decision: Decision, faq: Faq, now: datetime, *, case: Case | None) -> Reply:
    """Return where a waiting case truly stands, and how else to reach the clinic."""
    language, clinic = decision.language, faq.clinic
    told = standing(case, clinic, now=now, language=language) if case else say.RECEIPT[language]
    call = [say.CALL_US[language].format(phone=clinic.phone)] if clinic else []
    return Reply(paragraphs=(told, *call), tone=Tone.RECEIPT, language=language)


def _what(decision: Decision, faq: Faq) -> list[str]:
    language = decision.language
    if decision.priority is not Priority.ROUTINE:
        return [say.POSSIBLE_CRISIS[language]]
    lines = [line for topic in decision.topics if (line := _line(faq, topic, language))]
    match decision.queue:
        case Queue.CLINICAL:
            return [*lines, say.RECEIPT_CLINICAL[language]]
        case Queue.UNKNOWN:
            return [*lines, (say.RECEIPT if lines or decision.entries else say.RECEIPT_UNKNOWN)[language]]
        case _:
            return [*lines, say.RECEIPT[language]]


def _line(faq: Faq, topic: str, language: Language) -> str | None:
    found = next((t.wordings.get(language) for t in faq.topics if t.id == topic), None)
    return found.text if found else None


def _who(clinic: Clinic | None, now: datetime, language: Language) -> str:
    said = [say.WHO_ANSWERS[language]]
    if clinic:
        said += [_when(clinic, now, language), say.CALL_US[language].format(phone=clinic.phone)]
    return " ".join(said)


def _when(clinic: Clinic, now: datetime, language: Language) -> str:
    if is_open(clinic.hours, now):
        return say.OPEN_NOW[language].format(hours=say_week(clinic.hours.weekly, language))
    opens = next_opening(clinic.hours, now)
    if opens is None:
        return say.CLOSED[language]
    return say.CLOSED_NOW[language].format(when=describe(opens, now, clinic.hours, language=language))
