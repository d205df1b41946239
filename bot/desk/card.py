"""What the card of a case says in a staff channel: pure, the same wherever it is drawn; each channel lays it out.

Its times are moments, for the channel to show as an age that grows by itself. `summary` is what a lock screen shows:
no words of a patient's, no name, no rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, assert_never

from bot.desk.due import due_of
from bot.desk.reasons import CHANNEL_NAMES, QUEUE_NAMES, Urgency, reason
from bot.desk.redact import cut, redacted
from bot.desk.standing import standing
from bot.model import Author, CaseState, RelayContent

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.times import Now
    from bot.model import Case, Line

LONGEST_WORDS: Final = 1_000


class Act(StrEnum):
    """What staff can do from a card, in the order of its buttons."""

    ACKNOWLEDGE = "acknowledge"
    CONTACT = "contact"
    CLAIM = "claim"
    REPLY = "reply"
    NOTE = "note"
    SNOOZE = "snooze"
    RESOLVE = "resolve"
    TAKE_OVER = "takeover"


LABELS: Final = {
    Act.ACKNOWLEDGE: "I have seen it",
    Act.CONTACT: "I am contacting them",
    Act.CLAIM: "Claim",
    Act.REPLY: "Reply…",
    Act.NOTE: "Note…",
    Act.SNOOZE: "Snooze…",
    Act.RESOLVE: "Resolve…",
    Act.TAKE_OVER: "Take over from {owner}…",
}
SYMBOLS: Final = {Urgency.CRISIS: "🆘", Urgency.EMERGENCY: "🚑", Urgency.URGENT: "❗", Urgency.ROUTINE: "💬"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What a card says. `due_at` is None where nothing is due; `words` is "" where none may be shown."""

    case: int
    urgency: Urgency
    symbol: str
    headline: str
    advice: str
    rules: tuple[str, ...]
    queue: str
    channel: str
    standing: str
    owner: str
    owner_id: int | None
    identity: str
    opened_at: datetime
    due_at: datetime | None
    due: str
    is_overdue: bool
    speaker: str
    words: str
    link: str
    acts: tuple[Act, ...]
    is_resolved: bool

    @property
    def title(self) -> str:
        """Return the first line: "🆘 CRISIS · case 12"."""
        return f"{self.symbol} {self.urgency.upper()} · case {self.case}"

    @property
    def summary(self) -> str:
        """Return the card in one line, fit for a lock screen."""
        return f"{self.title} · {self.queue} · {self.channel} · {self.standing}"

    def label(self, act: Act) -> str:
        """Return what the button of an act says."""
        return LABELS[act].format(owner=self.owner)


def card_text(case: Case, *, last: Line | None, now: Now, relay: RelayContent, staff_page: str) -> CardText:
    """Word a case for its card. `last` is what a person said last there, `staff_page` the staff page's address."""
    why, is_answered = reason(case), last is not None and last.author is Author.STAFF
    due = due_of(case, now=now, is_answered=is_answered)
    return CardText(
        case=case.id,
        urgency=why.urgency,
        symbol=SYMBOLS[why.urgency],
        headline=why.headline,
        advice="" if case.resolved_at else why.advice,
        rules=() if relay is RelayContent.LINK else why.rules,
        queue=QUEUE_NAMES[case.queue],
        channel=CHANNEL_NAMES.get(case.channel, case.channel),
        standing=standing(case, staff=None, now=now),
        owner=case.owner or "a colleague",
        owner_id=case.owner_id,
        identity="identity verified" if case.is_verified else "identity not verified",
        opened_at=case.opened_at,
        due_at=case.due_at if due else None,
        due=due.text if due else "",
        is_overdue=due is not None and due.is_overdue,
        speaker=_speaker(last),
        words=_words(last, relay),
        link=f"{staff_page.rstrip('/')}/cases/{case.id}",
        acts=acts(case),
        is_resolved=case.state is CaseState.RESOLVED,
    )


def acts(case: Case) -> tuple[Act, ...]:
    """Return what can be done to a case as it stands, by whoever may."""
    return tuple(act for act in Act if _is_offered(act, case))


def _is_offered(act: Act, case: Case) -> bool:
    if case.state is CaseState.RESOLVED:
        return False
    match act:
        case Act.ACKNOWLEDGE:
            return case.state is CaseState.PAGED
        case Act.CONTACT:
            return case.is_grave and case.state is not CaseState.PAGED and case.contacted_at is None
        case Act.CLAIM:
            return case.owner_id is None
        case Act.TAKE_OVER:
            return case.owner_id is not None
        case Act.SNOOZE:
            return not case.is_grave
        case Act.REPLY | Act.NOTE | Act.RESOLVE:
            return True
        case _:
            assert_never(act)


def _speaker(last: Line | None) -> str:
    if last is None or last.author is Author.PATIENT:
        return "Patient"
    return last.staff_name or "Staff"


def _words(last: Line | None, relay: RelayContent) -> str:
    if last is None:
        return ""
    match relay:
        case RelayContent.LINK:
            return ""
        case RelayContent.REDACTED:
            return redacted(last.text)
        case RelayContent.FULL:
            return cut(last.text, longest=LONGEST_WORDS)
        case _:
            assert_never(relay)
