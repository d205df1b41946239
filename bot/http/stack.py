"""The middleware of the whole application, outermost first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware import Middleware

from bot.http.guard import SameOrigin
from bot.http.headers import SecurityHeaders, content_policy
from bot.http.limits import BodyLimit
from bot.http.problems import LastResort

if TYPE_CHECKING:
    from bot.http.problems import Problems
    from bot.settings import Settings


def middleware(settings: Settings, problems: Problems, *, signed: frozenset[str] = frozenset()) -> list[Middleware]:
    """Return the list for `Starlette(middleware=...)`. Raises ConfigurationError for a wrong frame ancestor.

    `signed` are the addresses that other services call, which check for themselves who calls.
    """
    content_policy(settings.frame_ancestors)
    return [
        Middleware(SecurityHeaders, is_secure=settings.is_secure, ancestors=settings.frame_ancestors),
        Middleware(LastResort, problems=problems),
        Middleware(SameOrigin, is_secure=settings.is_secure, answer=problems.answer, signed=signed),
        Middleware(BodyLimit),
    ]
