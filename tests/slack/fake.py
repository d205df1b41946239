"""A Slack of our own on loopback: the Web API and Socket Mode, for the SDK as it comes, with faults at will."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.slack import shapes
from tests.slack.fake_api import Api
from tests.slack.fake_socket import Sockets
from tests.slack.faults import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.slack.fake_socket import Envelope
    from tests.slack.faults import Fault
    from tests.slack.shapes import Shape

PATIENCE = 20.0


class FakeSlack:
    """One workspace. `calls` are all calls of the Web API, as (method, arguments), in order; `callers` made them."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self.web = Api()
        self.sockets = Sockets(self._tell)
        self.faults = Plan()
        self.calls: list[tuple[str, Shape]] = []
        self.callers: list[tuple[str, str]] = []
        self._events = 0
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_route("*", "/api/{method}", self._called)
        application.router.add_route("*", "/{process}/api/{method}", self._called)
        application.router.add_get("/link", self.sockets.serve)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = site.name
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner
        await self.sockets.close()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        """Return the base address of the Web API."""
        return f"{self.url}/api/"

    def api_of(self, process: str) -> str:
        """Return an address of the Web API under which one process is told from the others."""
        return f"{self.url}/{process}/api/"

    def called(self, method: str) -> list[Shape]:
        """Return the arguments of every call of a method."""
        return [given for name, given in self.calls if name == method]

    def room(self, channel: str) -> list[Shape]:
        """Return what the desk has posted in a channel, oldest first."""
        return [one for one in self.web.rooms[channel].messages if one.get("user") == shapes.BOT_USER]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; whatever the desk does makes it looked at again."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                if not condition():
                    await self._changed.wait()

    async def connected(self, *, times: int = 1) -> None:
        """Wait for a connection."""
        await self.until(lambda: self.sockets.opened >= times and self.sockets.open)

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        is_acked: bool = True,
        **more: Any,  # noqa: ANN401 - Slack's own fields
    ) -> Shape:
        """Let a person write; the message stands in the channel, and its event has been acknowledged."""
        event = shapes.message(channel, user, text, ts=self.web.next_ts(), **more)
        self.web.rooms[channel].messages.append(event)
        envelope = await self.event(event)
        if is_acked:
            await self.acked(envelope)
        return event

    async def event(
        self, event: Shape, *, retry: int = 0, envelope: str = "", number: int = 0, via: int = -1
    ) -> Envelope:
        """Deliver an event, over the newest connection or another."""
        self._events += 1
        payload = shapes.callback(event, number=number or self._events)
        return await self.sockets.send("events_api", payload, retry=retry, envelope=envelope, via=via)

    async def interactive(self, payload: Shape) -> Shape:
        """Deliver a press or a submitted modal, and return what it is answered with."""
        return await self.acked(await self.sockets.send("interactive", payload))

    async def command(self, user: str, text: str = "") -> Shape:
        """Type `/desk`, and return what only that person reads."""
        return await self.acked(await self.sockets.send("slash_commands", shapes.command(user, text)))

    async def acked(self, envelope: Envelope) -> Shape:
        """Wait for an ack."""
        await self.until(lambda: envelope.acked_at is not None)
        return envelope.answer

    def _tell(self) -> None:
        self._changed.set()

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method, given = request.match_info["method"], await _arguments(request)
        self.calls.append((method, given))
        self.callers.append((method, request.match_info.get("process", "")))
        fault = self.faults.take(method)
        result = self._connection() if method == "apps.connections.open" else None
        if result is None and (fault is None or fault.is_done):
            result = self.web.call(method, given)
        self._tell()
        if fault:
            return _failing(request, fault)
        return web.json_response(result, headers={"x-oauth-scopes": self.web.scopes})

    def _connection(self) -> Shape:
        if self.web.token_error:
            return {"ok": False, "error": self.web.token_error}
        return {"ok": True, "url": f"{self.url.replace('http', 'ws')}/link"}


def _failing(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.is_dropped:
        assert request.transport
        request.transport.abort()
    return web.json_response(fault.body, status=fault.status, headers=fault.headers)


async def _arguments(request: web.Request) -> Shape:
    """Return a call's arguments, whichever way the SDK sent them."""
    if request.content_type == "application/json":
        return dict(await request.json())
    given: Shape = {**request.query, **(await request.post())}
    return {key: _read(value) for key, value in given.items()}


def _read(value: object) -> object:
    is_structure = isinstance(value, str) and value[:1] in {"{", "["}
    return json.loads(value) if isinstance(value, str) and is_structure else value
