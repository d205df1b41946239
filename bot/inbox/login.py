"""Signing in and out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.responses import RedirectResponse

from bot.desk.accounts import as_username
from bot.inbox.browsers import browser_name
from bot.inbox.forms import read_form
from bot.tries import Allowance

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.inbox.passwords import Passwords
    from bot.inbox.room import Room
    from bot.model import StaffMember
    from bot.ports import Accounts
    from bot.tries import Tries

HOME = "/staff"
PATH = "/staff/login"
LONGEST_NAME = 100
WRONG = "That username and password do not match. Check both and try again."
TOO_OFTEN = "Too many tries. Wait {seconds} seconds, then try again."
_AT_ONCE = 2
_OWN = re.compile(r"/staff(?:/[a-z0-9-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why nobody was signed in; `wait` is how many seconds until the next try is allowed."""

    text: str
    wait: int = 0


class Gate:
    """Checks passwords as often as the throttles allow: 8 tries a name, 20 an address, then a trickle."""

    def __init__(self, *, accounts: Accounts, tries: Tries, passwords: Passwords) -> None:
        self._accounts, self._tries, self._passwords = accounts, tries, passwords
        self._limit = CapacityLimiter(_AT_ONCE)  # each check holds 64 MiB and a core

    async def enter(self, username: str, password: str, *, address: str) -> StaffMember | Refused:
        """Return who signed in, or why not; an unknown name gets the same answer after the same work."""
        name = as_username(username)[:LONGEST_NAME]
        wait = await to_thread.run_sync(self._tries.wait, _of_address(address), _of_name(name))
        if wait:
            seconds = ceil(wait.total_seconds())
            return Refused(text=TOO_OFTEN.format(seconds=seconds), wait=seconds)
        staff = await to_thread.run_sync(self._check, name, password, limiter=self._limit)
        return staff or Refused(text=WRONG)

    async def hashed(self, password: str) -> str:
        """Return the hash to store, in its turn."""
        return await to_thread.run_sync(self._passwords.hash, password, limiter=self._limit)

    def _check(self, username: str, password: str) -> StaffMember | None:
        known = self._accounts.password_hash(username)
        is_right = self._passwords.is_right(password, known[1] if known else None)
        if not known or not is_right:
            return None
        staff, stored = known
        if self._passwords.needs_rehash(stored):
            self._accounts.renew_hash(staff, old=stored, new=self._passwords.hash(password))
        return staff


def _of_name(name: str) -> Allowance:
    return Allowance(key=f"name {name}", at_once=8, every=timedelta(seconds=30))


def _of_address(address: str) -> Allowance:
    return Allowance(key=f"address {address}", at_once=20, every=timedelta(seconds=6))


async def show(request: Request, room: Room) -> Response:
    """Show the sign-in form; someone who is signed in already goes on."""
    onward = onward_path(request.query_params.get("next"))
    if await to_thread.run_sync(room.sessions.find, room.cookie.read(request)):
        return RedirectResponse(onward, HTTPStatus.SEE_OTHER)
    return room.page("login.html", {"onward": onward, "username": "", "refused": None})


async def sign_in(request: Request, room: Room) -> Response:
    """Check the form; on success start a new session, ending the one that the browser had."""
    form = await read_form(request)
    onward, username = onward_path(form.get("next")), form.get("username", "")
    entered = await room.gate.enter(username, form.get("password", ""), address=address_of(request))
    if isinstance(entered, Refused):
        return _refuse(room, entered, {"onward": onward, "username": username[:LONGEST_NAME]})
    return await begin(request, room, entered, onward=onward)


async def begin(request: Request, room: Room, staff: StaffMember, *, onward: str) -> Response:
    """Give the browser a new session, end the one it had, and lead on."""
    browser = browser_name(request.headers.get("user-agent", ""))
    await to_thread.run_sync(room.sessions.close, room.cookie.read(request))
    response = RedirectResponse(onward, HTTPStatus.SEE_OTHER)
    room.cookie.write(response, await to_thread.run_sync(lambda: room.sessions.open(staff, browser=browser)))
    return response


def address_of(request: Request) -> str:
    """Return where the request comes from, as the throttle counts it."""
    return request.client.host if request.client else ""


async def sign_out(request: Request, room: Room) -> Response:
    """End the session on the server and take the cookie back."""
    await to_thread.run_sync(room.sessions.close, room.cookie.read(request))
    response = RedirectResponse(PATH, HTTPStatus.SEE_OTHER)
    room.cookie.clear(response)
    return response


def login_url(path: str) -> str:
    """Return the sign-in form's address that leads back to `path`."""
    return PATH if onward_path(path) == HOME else f"{PATH}?next={quote(path)}"


def onward_path(given: str | None) -> str:
    """Return where to go after signing in: a plain path of the staff page, or its start for anything else."""
    return given if given and _OWN.fullmatch(given) and given != PATH else HOME


def _refuse(room: Room, refused: Refused, facts: dict[str, str]) -> Response:
    status = HTTPStatus.TOO_MANY_REQUESTS if refused.wait else HTTPStatus.UNAUTHORIZED
    response = room.page("login.html", {**facts, "refused": refused}, status=status)
    if refused.wait:
        response.headers["retry-after"] = str(refused.wait)
    return response
