"""Which of two is the more serious; the model's enums are written most serious first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from bot.model import Disposition, Priority, Queue

if TYPE_CHECKING:
    from bot.model import Case

S = TypeVar("S", Disposition, Priority)


def rank(member: Disposition | Priority) -> int:
    """Return 0 for the most serious of the member's kind."""
    return list(type(member)).index(member)


def more_serious(one: S, other: S) -> S:
    """Return the more serious of the two."""
    return min(one, other, key=rank)


def weight(*, disposition: Disposition, priority: Priority, queue: Queue) -> tuple[int, int, bool]:
    """Return what escalations are compared by, smallest most serious; at the rest equal, clinical comes first."""
    return rank(disposition), rank(priority), queue is not Queue.CLINICAL


def weight_of(case: Case) -> tuple[int, int, bool]:
    """Return the weight of a case."""
    return weight(disposition=case.disposition, priority=case.priority, queue=case.queue)
