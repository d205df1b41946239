"""How serious the desk takes a message: what no further text and no disguise may lower."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from bot.model import Dialogue, Disposition, Priority, Queue

if TYPE_CHECKING:
    from bot.model import Decision
    from bot.understanding import Understanding


class Severity(IntEnum):
    """Least serious first."""

    ORDINARY = 0
    CLINICAL = 1
    POSSIBLE_CRISIS = 2
    EMERGENCY = 3
    CRISIS = 4


def severity(desk: Understanding, text: str) -> Severity:
    """Return how serious one message by itself is taken."""
    return of(desk.take(Dialogue(), text)[0])


def of(decision: Decision) -> Severity:
    """Return how serious a decision is."""
    if decision.disposition is Disposition.CRISIS:
        return Severity.CRISIS
    if decision.disposition is Disposition.EMERGENCY:
        return Severity.EMERGENCY
    if decision.priority is Priority.URGENT:
        return Severity.POSSIBLE_CRISIS
    return Severity.CLINICAL if decision.queue is Queue.CLINICAL else Severity.ORDINARY
