"""What Discord's errors mean to the outbox: later, never, or nothing at all any more."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from bot.errors import Refused, SurfaceStopped, TryLater

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCESS_REFUSED: Final = (
    "Discord refuses the token. Make a new one in the developer portal (Bot, Reset Token), set FRONTDESK_DISCORD_TOKEN "
    "and restart"
)
INTENTS_REFUSED: Final = (
    "Discord refuses what the bot asks to hear. In the developer portal, look under Bot for what is switched off "
    "(Privileged Gateway Intents) and restart"
)
GIVES_UP: Final = frozenset({4004, 4010, 4011, 4012, 4013, 4014})
"""The close codes after which connecting again is pointless, and counts against a thousand tries a day."""

UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_INTERACTION: Final = 10062
ALREADY_ANSWERED: Final = 40060
ARCHIVED: Final = 50083
_TOO_FAST: Final = {40003: 600.0, 20016: 600.0, 20028: 600.0}
"""Codes that are no refusal: direct messages opened, or messages written, too fast."""

_NAMES: Final = {
    UNKNOWN_CHANNEL: "unknown_channel",
    10013: "unknown_user",
    20026: "quarantined",
    50001: "missing_access",
    50007: "closed_direct_messages",
    50013: "missing_permissions",
    ARCHIVED: "archived",
    50278: "no_common_server",
}
_COUNTED: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_WINDOW: Final = 600.0
_MOST: Final = 1_000
"""A tenth of the invalid requests within ten minutes for which Discord shuts an address out."""


@contextmanager
def told_apart() -> Iterator[None]:
    """Raise what an error of Discord's means: TryLater, Refused or SurfaceStopped."""
    try:
        yield
    except discord.RateLimited as error:
        raise TryLater("rate_limited", seconds=error.retry_after) from None
    except discord.HTTPException as error:
        raise meaning(error) from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise TryLater(type(error).__name__) from None


def meaning(error: discord.HTTPException) -> TryLater | Refused | SurfaceStopped:
    """Return what an answer that is no success means."""
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return TryLater(f"discord_{error.status}")
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryLater("rate_limited", seconds=_retry_after(error), is_for_all=True)
    if error.status == HTTPStatus.UNAUTHORIZED:
        return SurfaceStopped(ACCESS_REFUSED)
    if error.code in _TOO_FAST:
        return TryLater(f"discord_{error.code}", seconds=_TOO_FAST[error.code])
    return Refused(_NAMES.get(error.code, f"discord_{error.status}_{error.code}"))


def _retry_after(error: discord.HTTPException) -> float:
    """Return the seconds that the answer names, as a whole number or not; a minute where it names none."""
    try:
        return float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        return 60.0


class Breaker:
    """Stops asking long before Discord shuts us out for asking in vain."""

    def __init__(self, *, most: int = _MOST, seconds: float = _WINDOW) -> None:
        self._most, self._seconds = most, seconds
        self._refused: deque[float] = deque()

    def trace(self) -> aiohttp.TraceConfig:
        """Return what counts each request's outcome."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._count)
        return config

    def check(self) -> None:
        """Raise TryLater where too many requests were in vain of late."""
        now = asyncio.get_running_loop().time()
        while self._refused and self._refused[0] <= now - self._seconds:
            self._refused.popleft()
        if len(self._refused) >= self._most:
            rest = self._refused[0] + self._seconds - now
            raise TryLater("too_many_invalid_requests", seconds=rest, is_for_all=True)

    async def _count(self, _session: object, _context: object, ended: aiohttp.TraceRequestEndParams) -> None:
        if ended.response.status in _COUNTED:
            self._refused.append(asyncio.get_running_loop().time())
