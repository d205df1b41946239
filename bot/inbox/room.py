"""What the staff page is made of, and one signed-in visit to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import HTMLResponse

from bot.desk.times import Now, hours_of, zone_of
from bot.inbox.queue import counts, row
from bot.model import CaseState
from bot.pages import Health

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment
    from starlette.requests import Request

    from bot.faq.content import Faq
    from bot.inbox.login import Gate
    from bot.inbox.sessions import SessionCookie, Sessions
    from bot.live import Live
    from bot.model import Role, StaffMember
    from bot.ports import Accounts, Cases, Clock, Conversations, Patients, Presence
    from bot.surface import Deliveries
    from bot.waiting import Notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Everything that the staff page's views use."""

    cases: Cases
    conversations: Conversations
    accounts: Accounts
    presence: Presence
    patients: Patients
    deliveries: Deliveries
    notices: Notices
    gate: Gate
    sessions: Sessions
    cookie: SessionCookie
    live: Live
    clock: Clock
    faq: Callable[[], Faq]
    pages: Environment
    alerts: Callable[[], Health] = Health
    """Whether staff on call can be paged: what is wrong stands in red on every staff page."""

    def now(self) -> Now:
        """Return the moment a page is made."""
        faq = self.faq()
        return Now(at=self.clock.now(), zone=zone_of(faq), hours=hours_of(faq))

    def page(self, name: str, facts: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
        """Render a template; every page knows the clinic's name."""
        clinic = self.faq().clinic
        shown = {"clinic": clinic.name if clinic else "Front desk", **facts}
        return HTMLResponse(self.pages.get_template(name).render(shown), status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of someone who is signed in: views get this and nothing less."""

    room: Room
    request: Request
    staff: StaffMember

    def may(self, least: Role) -> bool:
        """Tell whether this person's role, as it is at this request, allows what needs at least that role."""
        return self.staff.role.covers(least)

    async def page(self, name: str, facts: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
        """Render a template with what every page shows: who is signed in, how many wait where, who is called for."""
        frame = await to_thread.run_sync(self._frame)
        return self.room.page(name, {**frame, **facts}, status=status)

    def _frame(self) -> dict[str, object]:
        room, now = self.room, self.room.now()
        waiting = room.cases.open_cases()
        paged = (case for case in waiting if case.state is CaseState.PAGED)
        return {
            "staff": self.staff,
            "counts": counts(waiting, staff=self.staff),
            "done_today": room.cases.resolved_since(now.midnight()),
            "paged": [row(case, last=None, now=now, staff=self.staff) for case in paged],
            "present": room.presence.here(),
            "alarm": room.alerts().problem,
            "latest": room.conversations.latest(),
            "zone": now.zone.key,
            "idle_minutes": room.sessions.idle_minutes,
        }
