"""What staff order for a case from another platform: who may, what is done, what they are told; the same on each.

It goes through the same store, with the same rights and refusals, as on the staff page. An order carried out twice is
carried out once: platforms tell of a press again, and two processes may hear it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, assert_never

from bot.desk.card import Act
from bot.desk.refusal import REFUSALS, refusal
from bot.desk.snoozing import moment_of
from bot.desk.standing import endings_of
from bot.errors import NotAllowed, StaleView
from bot.surface import channel_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.desk.times import Now
    from bot.model import Case, Line, StaffMember
    from bot.ports import Cases
    from bot.surface import Links

FORMS: Final = frozenset({Act.REPLY, Act.NOTE, Act.SNOOZE, Act.RESOLVE})
"""The acts that need to be told more before they can be done."""

_UNLINKED: Final = (
    "Your {title} account is not linked to an account on the staff page, so nothing was done. An admin runs: "
    "`python -m bot staff link USERNAME {surface} {user}`"
)
_UNKNOWN: Final = "There is no such case any more."
ASKS_FIRST: Final = (
    "{owner} has this case and may be in the middle of it. If you take it over, {owner} can no longer reply; the card "
    "and the case's history say so."
)
"""What somebody reads before they take a colleague's case over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing that a person of the platform, `user`, asks for one case, with what they filled in.

    `key` makes two of one reply one; `seen` is the last of the patient's lines that they could read; `choice` is until
    when, or how it ended; `over` is whose case they have agreed to take over; `at` is when they asked, now if it is
    not known.
    """

    act: Act
    case: int
    user: str
    key: str = ""
    seen: int = 0
    text: str = ""
    choice: str = ""
    is_sure: bool = True
    over: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What who gave the order is told, under a heading where it was not done, and the reply that is on its way, if any.

    `is_stale`: the patient has written meanwhile; read, the same may be ordered again. `asks`: the case as a colleague
    has it; the same ordered again with its owner as `over` takes it from them.
    """

    text: str
    title: str = ""
    is_done: bool = False
    is_stale: bool = False
    asks: Case | None = None
    sent: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Who may act, and on what."""

    staff: StaffMember
    case: Case


class Orders:
    """Carries out the orders of one platform's people. Synchronous: it is called in a thread."""

    def __init__(self, surface: str, *, cases: Cases, links: Links, now: Callable[[], Now]) -> None:
        self._surface, self._cases, self._links, self._now = surface, cases, links, now

    def admit(self, user: str, case: int) -> Admitted | Outcome:
        """Return who the person is on staff today, and the case; else what they are told."""
        staff = self._links.member(self._surface, user)
        if staff is None:
            return Outcome(text=unlinked(self._surface, user))
        found = self._cases.case(case)
        return Admitted(staff=staff, case=found) if found else Outcome(text=_UNKNOWN)

    def carry_out(self, order: Order) -> Outcome:
        """Do what was ordered, if who ordered it may; else say why not."""
        try:
            admitted = self.admit(order.user, order.case)
            return admitted if isinstance(admitted, Outcome) else self._done(order, admitted.case, admitted.staff)
        except REFUSALS as error:
            title, text = refusal(error)
            return Outcome(title=title, text=text, is_stale=isinstance(error, StaleView))
        except KeyError:
            return Outcome(text=_UNKNOWN)

    def _done(self, order: Order, case: Case, staff: StaffMember) -> Outcome:
        if order.act is Act.REPLY:
            return self._replied(order, case, staff)
        if order.act is Act.TAKE_OVER and order.over is None and case.owner_id not in {None, staff.id}:
            return Outcome(text=ASKS_FIRST.format(owner=case.owner), asks=case)
        return Outcome(text=self._did(order, case, staff), is_done=True)

    def _did(self, order: Order, case: Case, staff: StaffMember) -> str:
        match order.act:
            case Act.ACKNOWLEDGE:
                self._cases.acknowledge(case.id, staff=staff)
                return "You have seen it: the calls to staff end."
            case Act.CONTACT:
                self._cases.contact(case.id, staff=staff)
                return "Noted: you are contacting the person now."
            case Act.CLAIM | Act.TAKE_OVER:
                self._cases.claim(case.id, staff=staff, over=order.over)
                return "You have this case. The automated desk is silent there until you resolve or release it."
            case Act.REPLY:
                return self._replied(order, case, staff).text
            case Act.NOTE:
                return self._noted(order, case, staff)
            case Act.SNOOZE:
                return self._put_off(order, case, staff)
            case Act.RESOLVE:
                return self._resolved(order, case, staff)
            case _:
                assert_never(order.act)

    def _replied(self, order: Order, case: Case, staff: StaffMember) -> Outcome:
        text, key = _written(order, "nothing was sent: write something first"), f"{self._surface}:{order.key}"
        line = self._cases.reply(case.id, staff=staff, text=text, last_seen=order.seen, client_id=key)
        if channel_of(case.conversation) is None:
            return Outcome(text="Your reply is on the patient's page. The case is yours.", is_done=True)
        on_its_way = "Your reply is on its way to the patient. The case is yours."
        return Outcome(text=on_its_way, is_done=True, sent=line)

    def _noted(self, order: Order, case: Case, staff: StaffMember) -> str:
        text, kept = _written(order, "nothing was kept: the note is empty"), self._cases.notes(case.id)
        if not (kept and kept[-1].text == text and kept[-1].staff_name == staff.name):
            self._cases.note(case.id, staff=staff, text=text)
        return "Noted beside the case. No patient is ever sent a note."

    def _put_off(self, order: Order, case: Case, staff: StaffMember) -> str:
        now = self._now()
        asked = replace(now, at=order.at or now.at)
        until = moment_of(order.choice, day="", now=asked)
        if until is None:
            raise NotAllowed("choose until when")
        self._cases.snooze(case.id, staff=staff, until=until)
        return f"Put off until {asked.moment(until).within}, or until the patient writes."

    def _resolved(self, order: Order, case: Case, staff: StaffMember) -> str:
        ending = next((one for one in endings_of(case) if one.resolution == order.choice), None)
        if ending is None:
            raise NotAllowed(
                "someone who may be in danger is not handed back to an automated desk"
                if case.is_grave and order.choice
                else "say how it ended"
            )
        if case.is_grave and not order.is_sure:
            raise NotAllowed("make sure that nobody is in danger")
        self._cases.resolve(case.id, staff=staff, resolution=ending.resolution, last_seen=order.seen)
        return f"Resolved: {ending.label.lower()}."


def unlinked(surface: str, user: str) -> str:
    """Tell somebody whom no account is linked to how that is mended."""
    return _UNLINKED.format(title=surface.capitalize(), surface=surface, user=user)


def _written(order: Order, otherwise: str) -> str:
    text = order.text.strip()
    if not text:
        raise NotAllowed(otherwise)
    return text
