"""Who is signed in: a random token in a cookie, its hash in a row on the server that can be ended at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.model import StaffMember, StaffSession
    from bot.ports import Accounts, Clock

NAME = "frontdesk_staff"
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Opens, finds and ends sessions; each ends `hours` after the login, and `idle_minutes` after its last use."""

    accounts: Accounts
    clock: Clock
    hours: int
    idle_minutes: int

    def open(self, staff: StaffMember, *, browser: str = "") -> str:
        """Start a session; return its token, which is stored nowhere."""
        token = token_urlsafe(_TOKEN_BYTES)
        expires_at = self.clock.now() + timedelta(hours=self.hours)
        self.accounts.open_session(staff, token_hash=_digest(token), expires_at=expires_at, browser=browser)
        return token

    def find(self, token: str | None, *, is_use: bool = True) -> StaffMember | None:
        """Return whose live session the token is; what a page asks by itself does not count as a use."""
        if not token:
            return None
        return self.accounts.session(_digest(token), used_after=self._used_after(), is_use=is_use)

    def of(self, staff: StaffMember) -> Sequence[StaffSession]:
        """Return the person's live sessions, the last used first."""
        return self.accounts.sessions(staff, used_after=self._used_after())

    def ends(self, session: StaffSession) -> datetime:
        """Return when the session ends if it is not used again."""
        return min(session.expires_at, session.used_at + timedelta(minutes=self.idle_minutes))

    def close(self, token: str | None) -> None:
        """End the session."""
        if token:
            self.accounts.close_session(_digest(token))

    def _used_after(self) -> datetime:
        return self.clock.now() - timedelta(minutes=self.idle_minutes)


def is_for(session: StaffSession, token: str | None) -> bool:
    """Tell whether this is the session that the token opens."""
    return session.token_hash == _digest(token or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCookie:
    """The cookie that carries the token.

    `__Host-` (no Domain, Path `/`, Secure) where the desk is reached by https. SameSite is Lax, not Strict: a page or
    card links to a case, and under Strict that link would show the sign-in form to someone who is signed in. Nothing
    is changed by a GET, and the same-origin guard stands before everything else.
    """

    is_secure: bool
    hours: int

    @property
    def name(self) -> str:
        """Return the cookie's name."""
        return f"__Host-{NAME}" if self.is_secure else NAME

    def read(self, request: Request) -> str | None:
        """Return the token that the browser sent."""
        return request.cookies.get(self.name)

    def write(self, response: Response, token: str) -> None:
        """Hand the token to the browser."""
        response.set_cookie(
            self.name, token, max_age=self.hours * 3600, path="/", secure=self.is_secure, httponly=True, samesite="lax"
        )

    def clear(self, response: Response) -> None:
        """Take the token from the browser."""
        response.delete_cookie(self.name, path="/", secure=self.is_secure, httponly=True, samesite="lax")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
