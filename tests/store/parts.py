"""What the store's tests are made of: a clock that is set by hand, and values with little to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import Concern, Decision, Disposition, Message, Priority, Queue, Reply, Signal

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
CANARY = "canary-7f3a I keep the red kite in the attic"
"""A patient's words, found wherever they leak."""

ANSWER = Decision(disposition=Disposition.ANSWER, entries=("ride-home",), confidence=0.97)
BILLING = Decision(
    disposition=Disposition.HANDOFF, queue=Queue.BILLING, signals=(Signal(id="bill", concern=Concern.DESK),)
)
CLINICAL = Decision(
    disposition=Disposition.HANDOFF, queue=Queue.CLINICAL, signals=(Signal(id="dose", concern=Concern.CLINICAL),)
)
POSSIBLE = Decision(disposition=Disposition.HANDOFF, queue=Queue.CLINICAL, priority=Priority.URGENT)
EMERGENCY = Decision(disposition=Disposition.EMERGENCY, priority=Priority.PAGED)
CRISIS = Decision(
    disposition=Disposition.CRISIS,
    priority=Priority.PAGED,
    signals=(Signal(id="crisis.wish", concern=Concern.CRISIS), Signal(id="bill", concern=Concern.DESK)),
)
REPLY = Reply(paragraphs=("One **moment**.", "A person will answer."))


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.time

    def move(self, **by: float) -> None:
        """Let time pass, given as `timedelta` takes it."""
        self.time += timedelta(**by)


def message(client_id: str = "m1", *, conversation: str = "c1", text: str = "Hello", channel: str = "web") -> Message:
    """Return a message sent at START."""
    return Message(conversation=conversation, client_id=client_id, text=text, channel=channel, sent_at=START)
