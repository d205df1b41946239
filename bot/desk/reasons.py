"""Why a case reached staff, in a person's words: made from what the desk decided, never from what the patient wrote."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from bot.desk.states import is_owned
from bot.desk.timers import FOLLOW_UP
from bot.model import Concern, Disposition, Priority, Queue

if TYPE_CHECKING:
    from bot.model import Case


class Urgency(StrEnum):
    """The word and the icon a case carries; a color never stands alone."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What staff read first: how urgent, what it is about, what to do now, and the rules that fired, in words."""

    urgency: Urgency
    headline: str
    advice: str
    rules: tuple[str, ...]


QUEUE_NAMES = {
    Queue.CLINICAL: "Clinical",
    Queue.BILLING: "Billing",
    Queue.SCHEDULING: "Scheduling",
    Queue.RECORDS: "Records",
    Queue.PERSON: "Asked for a person",
    Queue.UNKNOWN: "Not understood",
}

CHANNEL_NAMES = {"web": "Web chat", "slack": "Slack", "discord": "Discord", "terminal": "Terminal"}

_HEADLINES = {
    Queue.CLINICAL: "Needs clinical judgment",
    Queue.BILLING: "About cost or insurance",
    Queue.SCHEDULING: "About an appointment",
    Queue.RECORDS: "About records or forms",
    Queue.PERSON: "Wants to talk to a person",
    Queue.UNKNOWN: "The desk was not sure what was meant",
}

_FOLLOW_UP = "Follow up: a crisis was closed two days ago"
_FOLLOW_UP_ADVICE = "Ask how the person is, and note what you learn. They have not written since."

_CALL = "Call the person now if a number is known, and reply here."
_UNOWNED = "The desk repeats that and answers nothing else until you resolve this case."
_OWNED = (
    "A person has the conversation, so the desk is silent: it repeats that only where a new message itself speaks of "
    "danger, and answers nothing else until you resolve this case."
)

_CONCERNS: dict[str, str] = {
    Concern.CRISIS: "Crisis",
    Concern.EMERGENCY: "Emergency",
    Concern.CRISIS_POSSIBLE: "Possible crisis",
    Concern.CLINICAL: "Clinical",
    Concern.DESK: "Desk business",
    Concern.SMALLTALK: "Small talk",
    Concern.OFFTOPIC: "Off topic",
    Concern.MENTION: "Suicide is mentioned",
}


def reason(case: Case) -> Reason:
    """Word why this case was handed off."""
    level = urgency(case)
    is_follow_up = case.signals == (FOLLOW_UP,)
    return Reason(
        urgency=level,
        headline=_FOLLOW_UP if is_follow_up else _headline(level, case.queue),
        advice=_FOLLOW_UP_ADVICE if is_follow_up else _advice(level, is_owned=is_owned(case)),
        rules=tuple(dict.fromkeys(in_words(signal) for signal in case.signals)),
    )


def urgency(case: Case) -> Urgency:
    """Tell how urgent the case is: what was decided first, then its place in the queue."""
    match case.disposition:
        case Disposition.CRISIS:
            return Urgency.CRISIS
        case Disposition.EMERGENCY:
            return Urgency.EMERGENCY
        case _:
            return Urgency.ROUTINE if case.priority is Priority.ROUTINE else Urgency.URGENT


def in_words(signal: str) -> str:
    """Turn a rule's id into words: `crisis.wish-to-die` is "Crisis: wish to die", a Spanish rule's says the same."""
    concern, _, name = signal.partition(".")
    concern = concern.removesuffix("-es")
    group = _CONCERNS.get(concern) or _spaced(concern).capitalize()
    return f"{group}: {_spaced(name.removeprefix('es-'))}" if name else group


def _spaced(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").replace(".", " ")


def _headline(level: Urgency, queue: Queue) -> str:
    match level:
        case Urgency.CRISIS:
            return "Someone may be in danger now"
        case Urgency.EMERGENCY:
            return "May be a medical emergency now"
        case Urgency.URGENT if queue is Queue.CLINICAL:
            return "May be about suicide or self-harm: please read now"
        case Urgency.URGENT | Urgency.ROUTINE:
            return _HEADLINES[queue]
        case _:
            assert_never(level)


def _advice(level: Urgency, *, is_owned: bool) -> str:
    meanwhile = _OWNED if is_owned else _UNOWNED
    match level:
        case Urgency.CRISIS:
            return f"{_CALL} They were shown 988 and 911. {meanwhile}"
        case Urgency.EMERGENCY:
            return f"{_CALL} They were told to call 911. {meanwhile}"
        case Urgency.URGENT:
            return "They were shown the crisis lines. Read the conversation before anything else in the queue."
        case Urgency.ROUTINE:
            return ""
        case _:
            assert_never(level)
