"""Socket Mode: one connection that is watched, and replaced when it is lost, silent or asked to go (R10).

The SDK reconnects by itself, at once and for ever, also where Slack says that there are too many connections. Here a
connection that ends only says so; when the next one is made is decided by whoever runs this.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Final

import anyio
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.channels.slack.api import quiet, surface_error
from bot.errors import SurfaceStopped, TryLater

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import WSMessage
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest
    from slack_sdk.web.async_client import AsyncWebClient

    Handle = Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]

PING_SECONDS: Final = 5.0
"""A connection whose last pong is older than four of these is lost."""

HELLO_SECONDS: Final = 10.0
"""How long Slack may take to greet."""

QUIET_SECONDS: Final = 120.0
"""A connection that has brought nothing for so long is replaced, whatever it answers to pings: nobody can tell a quiet
night from a connection that has died inside of Slack. What was sent into a dead one comes again: Slack repeats what is
not acknowledged up to six minutes later.
"""

_GOODBYE_SECONDS: Final = 2.0

_QUIET: Final = "quiet"
_EXPECTED: Final = frozenset({"warning", "refresh_requested", _QUIET})
"""Slack moves the connection to another server, or we do: the next one is made before this one ends."""


class Connection(SocketModeClient):
    """The SDK's connection, which says when it has ended and makes no other."""

    def __init__(self, app_token: str, web_client: AsyncWebClient, *, ping_seconds: float) -> None:
        super().__init__(app_token, logger=quiet(), web_client=web_client, ping_interval=ping_seconds)
        self.greeted = asyncio.Event()
        self._clock = asyncio.get_running_loop().time
        self._heard_at = self._clock()
        self._ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.on_message_listeners.append(self._read)

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the SDK's
        """Say that the connection was lost: the SDK calls this wherever it would make another."""
        self._end("lost")

    async def end(self, *, quiet_seconds: float) -> str:
        """Wait until the connection has ended, or has brought nothing for so long; return which."""
        while (left := self._heard_at + quiet_seconds - self._clock()) > 0:
            await asyncio.wait([self._ended], timeout=left)
            if self._ended.done():
                return self._ended.result()
        return _QUIET

    async def _read(self, message: WSMessage) -> None:
        """Note a greeting, a goodbye, and that something came."""
        self._heard_at = self._clock()
        said = json.loads(message.data) if str(message.data).startswith("{") else {}
        match said.get("type"):
            case "hello":
                self.greeted.set()
            case "disconnect":
                self._end(str(said.get("reason")))

    def _end(self, why: str) -> None:
        if not self._ended.done():
            self._ended.set_result(why)


class Line:
    """Keeps one connection at a time, and the old one until the new one is greeted. `is_up`: there is one."""

    def __init__(
        self,
        app_token: str,
        web_client: AsyncWebClient,
        handle: Handle,
        *,
        ping_seconds: float = PING_SECONDS,
        quiet_seconds: float = QUIET_SECONDS,
    ) -> None:
        self._app_token, self._web_client, self._handle = app_token, web_client, handle
        self._ping_seconds, self._quiet_seconds = ping_seconds, quiet_seconds
        self.is_up = False

    async def run(self) -> None:
        """Listen until cancelled. Raises TryLater when the connection is lost, SurfaceStopped where none is allowed."""
        held = [await self._connected()]
        try:
            while True:
                self.is_up = True
                why = await held[-1].end(quiet_seconds=self._quiet_seconds)
                if why not in _EXPECTED:
                    raise TryLater(why)
                held.append(await self._connected())
                await _close(held[0])
                del held[0]
        finally:
            self.is_up = False
            for one in held:
                await _close(one)

    async def _connected(self) -> Connection:
        """Return a connection that Slack has greeted."""
        connection = Connection(self._app_token, self._web_client, ping_seconds=self._ping_seconds)
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                connection.wss_uri = await connection.issue_new_wss_url()
                connection.socket_mode_request_listeners.append(self._handle)
                await connection.connect()  # type: ignore[no-untyped-call]
                await connection.greeted.wait()
        except BaseException as error:
            await _close(connection)
            if isinstance(error, SlackApiError):
                raise _refusal(error) from None
            if isinstance(error, TimeoutError):
                raise TryLater("no_hello") from None
            raise
        return connection


def _refusal(error: SlackApiError) -> Exception:
    found = surface_error(error)
    return found if isinstance(found, (SurfaceStopped, TryLater)) else TryLater(str(found))


async def _close(connection: Connection) -> None:
    """Close a connection, also while we are being cancelled, and whether or not the other side says goodbye."""
    for end in (connection.disconnect, connection.close):
        with anyio.move_on_after(_GOODBYE_SECONDS, shield=True), contextlib.suppress(Exception):
            await end()  # type: ignore[no-untyped-call]
