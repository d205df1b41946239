"""Who is writing: a random token in a cookie, and the conversation that belongs to it.

The token never leaves the browser and this module: the store, logs and addresses know only its hash.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_TOKEN_BYTES = 32
_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One browser. `is_new`: it has no cookie yet."""

    token: str
    is_new: bool

    @property
    def conversation(self) -> str:
        """Return the conversation's id, from which the token cannot be found."""
        return hashlib.sha256(f"visitor:{self.token}".encode()).hexdigest()

    @property
    def marker(self) -> str:
        """Return what lets an open page see that it shows another conversation; it opens nothing."""
        return hashlib.sha256(f"marker:{self.conversation}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorCookie:
    """The cookie of the page or of the page inside another site's frame.

    A frame on another site gets a cookie of its own, kept apart for each such site (SameSite=None with Partitioned,
    which browsers take only over https). On plain http, which is for trying out, both share one Lax cookie.
    """

    is_secure: bool
    is_framed: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Return the cookie's name, after that of the page's own cookie, which wins where a browser sends it."""
        if not self.is_secure:
            return ("frontdesk_visitor",)
        return ("__Host-visitor", "__Host-visitor-framed") if self.is_framed else ("__Host-visitor",)

    def read(self, request: Request) -> Visitor:
        """Return who is writing; a new visitor where there is no usable cookie."""
        for name in self.names:
            token = request.cookies.get(name, "")
            if _TOKEN.fullmatch(token):
                return Visitor(token=token, is_new=False)
        return Visitor(token=secrets.token_urlsafe(_TOKEN_BYTES), is_new=True)

    def keep(self, response: Response, visitor: Visitor) -> None:
        """Let a new visitor's browser keep its token."""
        if visitor.is_new:
            self._set(response, self.names[-1], visitor.token, max_age=_DAYS * 86400)

    def forget(self, response: Response) -> None:
        """Let the browser drop its token: nobody can open the conversation from it any more."""
        for name in self.names:
            self._set(response, name, "", max_age=0)

    def _set(self, response: Response, name: str, value: str, *, max_age: int) -> None:
        # By hand: http.cookies knows Partitioned only from Python 3.14 on.
        site = "SameSite=None; Partitioned" if name.endswith("-framed") else "SameSite=Lax"
        secure = "; Secure" if self.is_secure else ""
        cookie = f"{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; {site}{secure}"
        response.headers.append("set-cookie", cookie)
