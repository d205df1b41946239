"""What everything that happens in Slack is done with, and what staff see of a case there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.channels.slack.inbound import NAME
from bot.desk.card import card_text
from bot.desk.orders import Orders
from bot.desk.times import Now, hours_of, zone_of
from bot.model import Author, Disposition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.channels.slack.api import Api
    from bot.desk.card import CardText
    from bot.frontdesk import FrontDesk
    from bot.model import Case, Line, RelayContent, StaffMember
    from bot.ports import Cases, Clock, Conversations
    from bot.surface import Cards, Links, Ratings


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The parts. Those of the store are synchronous: they are called in a thread."""

    api: Api
    desk: FrontDesk
    cases: Cases
    cards: Cards
    links: Links
    conversations: Conversations
    ratings: Ratings
    clock: Clock
    staff_channel: str
    staff_page: str
    relay: RelayContent
    takes_patients: bool

    def now(self) -> Now:
        """Return the present moment, in the clinic's time zone."""
        faq = self.desk.faq
        return Now(at=self.clock.now(), zone=zone_of(faq), hours=hours_of(faq))

    @property
    def orders(self) -> Orders:
        """Return what carries out what staff order here."""
        return Orders(NAME, cases=self.cases, links=self.links, now=self.now)

    def member(self, user: str) -> StaffMember | None:
        """Return whose account a Slack user has."""
        return self.links.member(NAME, user)

    def case_text(self, case: Case) -> CardText:
        """Word a case as its card has it now, with what a person said last: after staff it is the patient's turn."""
        last = next((line for line in reversed(self._lines(case)) if line.author is not Author.DESK), None)
        return card_text(case, last=last, now=self.now(), relay=self.relay, staff_page=self.staff_page)

    def last_seen(self, case: Case) -> int:
        """Return the number of the conversation's last line."""
        return max((line.number for line in self._lines(case)), default=0)

    def is_answer(self, line: Line) -> bool:
        """Tell whether a line of the desk's answers a question from the FAQ."""
        came_to = self.conversations.decisions(line.conversation)
        last = next((decision for asked, decision in reversed(came_to) if asked.number < line.number), None)
        return last is not None and last.disposition is Disposition.ANSWER

    def _lines(self, case: Case) -> Sequence[Line]:
        return self.desk.lines(case.conversation)
