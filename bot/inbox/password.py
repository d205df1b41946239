"""Changing one's own password; a one-time password leads here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from anyio import to_thread

from bot.inbox.forms import read_form
from bot.inbox.login import HOME, Refused, address_of, begin
from bot.inbox.password_rules import SHORTEST, fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from bot.inbox.room import Visit

PATH = "/staff/password"
CHANGED = "/staff/account?done=password"
NOT_CURRENT = "The present password is not right. Check it and try again."
DIFFERENT = "The two new passwords differ. Type the same one twice."
UNCHANGED = "The new password is the present one. Choose another."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why the password was not changed, and beside which field it stands."""

    text: str
    field: str
    status: HTTPStatus = HTTPStatus.BAD_REQUEST


async def show(visit: Visit) -> Response:
    """Show the form."""
    return _page(visit)


async def change(visit: Visit) -> Response:
    """Change the password: every session ends, and this browser gets a new one."""
    form = await read_form(visit.request)
    found = _fault_of(visit, form) or await _refusal(visit, form.get("current", ""))
    if found:
        return _page(visit, found)
    hashed = await visit.room.gate.hashed(form["new"])
    keep = partial(visit.room.accounts.set_password, visit.staff.username, password_hash=hashed, by=visit.staff)
    await to_thread.run_sync(keep)
    onward = HOME if visit.staff.must_change_password else CHANGED
    return await begin(visit.request, visit.room, visit.staff, onward=onward)


def _fault_of(visit: Visit, form: Mapping[str, str]) -> Fault | None:
    """Return what is wrong with the new password itself."""
    new = form.get("new", "")
    clinic = visit.room.faq().clinic
    wrong = fault(new, names=(visit.staff.username, visit.staff.name, clinic.name if clinic else ""))
    if wrong:
        return Fault(text=wrong, field="new")
    if new != form.get("again", ""):
        return Fault(text=DIFFERENT, field="again")
    return Fault(text=UNCHANGED, field="new") if new == form.get("current", "") else None


async def _refusal(visit: Visit, current: str) -> Fault | None:
    """Return why the present password was not accepted; it is tried no more often than at the door."""
    entered = await visit.room.gate.enter(visit.staff.username, current, address=address_of(visit.request))
    if not isinstance(entered, Refused):
        return None
    if entered.wait:
        return Fault(text=entered.text, field="current", status=HTTPStatus.TOO_MANY_REQUESTS)
    return Fault(text=NOT_CURRENT, field="current")


def _page(visit: Visit, found: Fault | None = None) -> Response:
    facts = {"staff": visit.staff, "fault": found, "shortest": SHORTEST}
    return visit.room.page("password.html", facts, status=found.status if found else HTTPStatus.OK)
