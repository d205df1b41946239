"""Everyone's accounts, for admins: what `python -m bot staff` does, as pages."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import RedirectResponse

from bot.desk.accounts import LONGEST_NAME, ONE_TIME_LASTS
from bot.errors import AccountError
from bot.inbox.first_login import handing_out
from bot.inbox.forms import read_form
from bot.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.responses import Response

    from bot.desk.accounts import OneTime, Staffing
    from bot.desk.times import Moment
    from bot.inbox.room import Visit
    from bot.model import Account

PATH = "/staff/accounts"
ROLES = {
    Role.AGENT: "works on cases",
    Role.LEAD: "also assigns others, and closes a crisis that somebody else owns",
    Role.ADMIN: "also keeps these accounts",
}
_DONE = {
    "role": "The role is changed. They have to sign in anew.",
    "disabled": "They are signed out everywhere and cannot sign in any more.",
    "enabled": "They can sign in again, with the password they had.",
}
_NOBODY = {"view": "told", "heading": "There is no such account", "text": "The link may be incomplete."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One account as the pages show it."""

    account: Account
    added: Moment
    until: Moment | None
    is_own: bool


async def show(visit: Visit) -> Response:
    """List the accounts, and offer to add one."""
    return await _list(visit)


async def add(visit: Visit) -> Response:
    """Add an account and show its one-time password, this once."""
    form = await read_form(visit.request)

    def act(staffing: Staffing) -> OneTime:
        role = _role(form)
        return staffing.add(form.get("username", ""), name=form.get("name", ""), role=role)

    try:
        made = await to_thread.run_sync(act, _staffing(visit))
    except AccountError as error:
        return await _list(visit, typed=form, problem=str(error))
    return await _hand_out(visit, made, is_new=True)


async def show_one(visit: Visit) -> Response:
    """Show what can be done with one account."""
    return await _one(visit)


async def reset(visit: Visit) -> Response:
    """Show a one-time password for someone who lost theirs, this once."""
    account = await _account(visit)
    if account is None:
        return await visit.page("told.html", _NOBODY, status=HTTPStatus.NOT_FOUND)
    try:
        made = await to_thread.run_sync(_staffing(visit).reset, account.staff.username)
    except AccountError as error:
        return await _one(visit, problem=str(error))
    return await _hand_out(visit, made, is_new=False)


async def set_role(visit: Visit) -> Response:
    """Give someone another role."""
    form = await read_form(visit.request)
    return await _changed(visit, lambda staffing, name: staffing.set_role(name, _role(form)), done="role")


async def disable(visit: Visit) -> Response:
    """Shut someone out."""
    return await _changed(visit, lambda staffing, name: staffing.disable(name), done="disabled")


async def enable(visit: Visit) -> Response:
    """Let someone sign in again."""
    return await _changed(visit, lambda staffing, name: staffing.enable(name), done="enabled")


async def _changed(visit: Visit, act: Callable[[Staffing, str], object], *, done: str) -> Response:
    account = await _account(visit)
    if account is None:
        return await visit.page("told.html", _NOBODY, status=HTTPStatus.NOT_FOUND)
    try:
        await to_thread.run_sync(act, _staffing(visit), account.staff.username)
    except AccountError as error:
        return await _one(visit, problem=str(error))
    return RedirectResponse(f"{PATH}/{account.staff.id}?done={done}", HTTPStatus.SEE_OTHER)


def _staffing(visit: Visit) -> Staffing:
    return handing_out(visit.room.accounts, by=visit.staff)


def _role(form: Mapping[str, str]) -> Role:
    try:
        return Role(form.get("role", ""))
    except ValueError:
        raise AccountError("choose one of the roles") from None


async def _account(visit: Visit) -> Account | None:
    everyone = await to_thread.run_sync(visit.room.accounts.everyone)
    return next((each for each in everyone if each.staff.id == visit.request.path_params["account_id"]), None)


async def _list(visit: Visit, *, typed: Mapping[str, str] | None = None, problem: str = "") -> Response:
    everyone = await to_thread.run_sync(visit.room.accounts.everyone)
    facts = {
        "view": "account",
        "entries": tuple(_entry(visit, each) for each in everyone),
        "roles": ROLES,
        "typed": typed or {},
        "longest": LONGEST_NAME,
        "problem": _sentence(problem),
    }
    return await visit.page("accounts.html", facts, status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK)


async def _one(visit: Visit, *, problem: str = "") -> Response:
    account = await _account(visit)
    if account is None:
        return await visit.page("told.html", _NOBODY, status=HTTPStatus.NOT_FOUND)
    facts = {
        "view": "account",
        "entry": _entry(visit, account),
        "roles": ROLES,
        "problem": _sentence(problem),
        "done": _DONE.get(visit.request.query_params.get("done", "")),
    }
    return await visit.page("accounts_one.html", facts, status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK)


async def _hand_out(visit: Visit, made: OneTime, *, is_new: bool) -> Response:
    facts = {"view": "account", "made": made, "is_new": is_new, "days": ONE_TIME_LASTS.days}
    return await visit.page("accounts_password.html", facts)


def _entry(visit: Visit, account: Account) -> Entry:
    now = visit.room.now()
    return Entry(
        account=account,
        added=now.moment(account.created_at),
        until=now.moment(account.one_time_until) if account.one_time_until else None,
        is_own=account.staff.id == visit.staff.id,
    )


def _sentence(problem: str) -> str:
    """Return an error's text, which begins small for the command line, as a page shows it."""
    return f"{problem[:1].upper()}{problem[1:]}." if problem else ""
