"""The forum's tags: what a case is about and how it stands, to be filtered by; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from bot.desk.reasons import Urgency, urgency
from bot.model import CaseState, Queue

if TYPE_CHECKING:
    from bot.model import Case

_QUEUES: Final = {
    Queue.CLINICAL: "clinical",
    Queue.BILLING: "billing",
    Queue.SCHEDULING: "scheduling",
    Queue.RECORDS: "records",
    Queue.PERSON: "person",
    Queue.UNKNOWN: "not understood",
}
NAMES: Final = (
    "crisis",
    "emergency",
    "urgent",
    *_QUEUES.values(),
    "unseen",
    "claimed",
    "put off",
    "resolved",
)
"""Every tag, in the order in which the forum offers them."""


def tags_of(case: Case) -> tuple[str, ...]:
    """Return a case's tags: at most the five that a post can have."""
    level = urgency(case)
    urgent = () if level is Urgency.ROUTINE else (str(level),)
    return (*urgent, _QUEUES[case.queue], *_standing(case))


def _standing(case: Case) -> tuple[str, ...]:
    match case.state:
        case CaseState.PAGED:
            return ("unseen", "claimed") if case.owner_id else ("unseen",)
        case CaseState.CLAIMED:
            return ("claimed",)
        case CaseState.WAITING:
            return ("put off",)
        case CaseState.RESOLVED:
            return ("resolved",)
        case CaseState.OPEN | CaseState.ACKNOWLEDGED:
            return ("claimed",) if case.owner_id else ()
        case _:
            assert_never(case.state)
