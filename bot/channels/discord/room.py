"""What the Discord channel's parts share: the desk, the store, the settings, and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.clock import SystemClock
from bot.desk.orders import Orders
from bot.desk.times import Now, hours_of, zone_of
from bot.model import Disposition
from bot.surface import address_of, conversation_name

if TYPE_CHECKING:
    from bot.frontdesk import FrontDesk
    from bot.model import Line
    from bot.ports import Clock
    from bot.settings import Settings
    from bot.store import Store

NAME: Final = "discord"
ASK: Final = "ask:"
"""How the sender's own id of a message begins that was asked by a command, and is answered where it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Everything that the channel's parts use."""

    settings: Settings
    frontdesk: FrontDesk
    store: Store
    clock: Clock = field(default_factory=SystemClock)

    def now(self) -> Now:
        """Return the moment, as staff read it."""
        faq = self.frontdesk.faq
        return Now(at=self.clock.now(), zone=zone_of(faq), hours=hours_of(faq))

    @property
    def orders(self) -> Orders:
        """Return what carries out what staff order here."""
        return Orders(NAME, cases=self.store.cases, links=self.store.links, now=self.now)

    def asked(self, line: Line) -> Line | None:
        """Return the patient's line that a line of the desk's answers; None where it answers none."""
        before = [one for one in self.frontdesk.lines(line.conversation) if one.number < line.number]
        last = before[-1] if before else None
        return last if last and last.reply is None and last.staff_name is None else None

    def is_answer(self, line: Line) -> bool:
        """Tell whether a line of the desk's answers a question from the FAQ."""
        asked = self.asked(line) if line.reply else None
        came_to = self.store.conversations.decisions(line.conversation) if asked else ()
        return any(one == asked and decision.disposition is Disposition.ANSWER for one, decision in came_to)


def conversation_of(user: int) -> str:
    """Return the name of the conversation with somebody."""
    return conversation_name(NAME, str(user))


def user_of(conversation: str) -> int:
    """Return with whom a conversation is."""
    return int(address_of(conversation)[0])
