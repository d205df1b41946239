"""The connection of Socket Mode: watched, replaced, and never hammered at (R10)."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import anyio
import pytest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot import deliver
from bot.channels.slack import socket
from bot.channels.slack.api import web_client
from bot.channels.slack.socket import Line
from bot.deliver import Deliverer
from bot.errors import SurfaceStopped, TryLater
from bot.store import open_store
from tests.slack import faults, shapes
from tests.slack.fake import FakeSlack
from tests.slack.work import LENGTH, PATIENT, at_work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest


async def handle(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
    """Acknowledge whatever comes."""
    await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))


def line_to(slack: FakeSlack, *, quiet_seconds: float = 60.0) -> Line:
    """Return a line to this Slack that pings often."""
    client = web_client("xoxb-1", slack.api)
    return Line("xapp-1", client, handle, ping_seconds=0.05, quiet_seconds=quiet_seconds)


@asynccontextmanager
async def running(line: Line) -> AsyncIterator[asyncio.Task[None]]:
    """Run a line until the block ends."""
    task = asyncio.ensure_future(line.run())
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError, TryLater, SurfaceStopped):
        await task


async def ended(task: asyncio.Task[None]) -> BaseException | None:
    """Return what a line ended with."""
    await asyncio.wait([task], timeout=10)
    assert task.done()
    return task.exception()


async def test_a_silent_connection_is_given_up() -> None:
    """Where no ping is answered for four intervals, the connection is lost, though it is open."""
    async with FakeSlack() as slack:
        line = line_to(slack)
        slack.sockets.is_silent = True
        async with running(line) as task:
            assert isinstance(await ended(task), TryLater)
            assert not line.is_up


async def test_a_connection_without_a_greeting_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack accepted, and sent nothing: it is not listened to for ever."""
    monkeypatch.setattr(socket, "HELLO_SECONDS", 0.3)
    async with FakeSlack() as slack:
        slack.sockets.greeting = None
        async with running(line_to(slack)) as task:
            assert str(await ended(task)) == "no_hello"


@pytest.mark.parametrize("reason", ["too_many_websockets", "link_disabled", "something_new"])
async def test_a_connection_that_slack_ends_is_not_made_anew_at_once(reason: str) -> None:
    """Whoever runs the line waits, longer each time: the SDK alone would come back at once and for ever."""
    async with FakeSlack() as slack:
        async with running(line_to(slack)) as task:
            await slack.connected()
            await slack.sockets.disconnect(reason)
            error = await ended(task)
        assert (type(error), str(error)) == (TryLater, reason)
        assert len(slack.called("apps.connections.open")) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_that_slack_moves_has_a_successor_first(reason: str) -> None:
    """Nothing sent meanwhile is missed: the old connection ends when the new one is greeted."""
    async with FakeSlack() as slack:
        line = line_to(slack)
        async with running(line):
            await slack.connected()
            await slack.sockets.disconnect(reason)
            await slack.connected(times=2)
            await slack.until(lambda: len(slack.sockets.open) == 1)
            assert line.is_up
            event = shapes.message("D1", PATIENT, LENGTH, ts="1700000000.000001")
            assert await slack.acked(await slack.event(event)) == {}


async def test_a_connection_that_brings_nothing_is_replaced() -> None:
    """It answers every ping and is deaf: what Slack sends again over the next one is heard, with no gap."""
    async with FakeSlack() as slack:
        line = line_to(slack, quiet_seconds=0.5)
        async with running(line) as task:
            await slack.connected()
            event = shapes.message("D1", PATIENT, LENGTH, ts="1700000000.000001")
            slack.sockets.is_deaf = True
            lost = await slack.event(event)
            slack.sockets.is_deaf = False
            await slack.connected(times=2)
            assert lost.acked_at is None
            assert await slack.acked(await slack.event(event, retry=1)) == {}
            assert (task.done(), line.is_up) == (False, True)


async def test_a_connection_that_brings_something_stays() -> None:
    """Whatever comes counts: a line that is in use is not moved."""
    event = shapes.message("D1", PATIENT, LENGTH, ts="1700000000.000001")
    async with FakeSlack() as slack:
        async with running(line_to(slack, quiet_seconds=1.0)):
            await slack.connected()
            began = time.monotonic()
            while time.monotonic() - began < 1.5:
                await slack.acked(await slack.event(event))
        assert slack.sockets.opened == 1


async def test_a_wrong_app_token_stops_the_line() -> None:
    """Nobody knocks again and again with a key that does not fit."""
    async with FakeSlack() as slack:
        slack.web.token_error = "invalid_auth"
        async with running(line_to(slack)) as task:
            error = await ended(task)
        assert isinstance(error, SurfaceStopped)
        assert "FRONTDESK_SLACK_APP_TOKEN" in str(error)


async def test_an_ill_slack_is_no_reason_to_stop() -> None:
    """A server error at connecting is tried again by whoever runs the line."""
    async with FakeSlack() as slack:
        slack.faults.add("apps.connections.open", faults.broken(503))
        async with running(line_to(slack)) as task:
            assert isinstance(await ended(task), TryLater)


async def test_a_lost_connection_is_made_anew_and_what_comes_then_is_answered(tmp_path: Path) -> None:
    """Slack closes; the desk comes back by itself, after a moment, and goes on."""
    async with at_work(tmp_path) as work:
        await work.ask(LENGTH)
        began = time.monotonic()
        await work.slack.sockets.close()
        await work.slack.connected(times=2)
        assert time.monotonic() - began >= 0.5
        _, answer = await work.ask(LENGTH)
        assert answer


async def test_staff_are_told_when_slack_cannot_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a few vain tries the staff page says so; once there is a connection it says nothing."""
    monkeypatch.setattr(deliver, "RECONNECTS", (0.01,))
    async with at_work(tmp_path) as work:
        work.slack.faults.add("apps.connections.open", *[faults.broken(503)] * 2_000)
        await work.slack.sockets.close()
        await work.eventually(lambda: work.deliverer.problem)
        assert work.deliverer.problem == "Slack is not connected; it is tried again every minute."
        assert not work.deliverer.is_lost
        monkeypatch.setattr(deliver, "LOST_AFTER", 0.0)
        await work.eventually(lambda: work.deliverer.is_lost)
        work.slack.faults.clear("apps.connections.open")
        await work.eventually(lambda: work.surface.is_up)
        assert (work.deliverer.problem, work.deliverer.is_lost) == ("", False)


async def test_a_surface_with_a_wrong_token_stops_and_says_so(tmp_path: Path) -> None:
    """One clear sentence for staff; no connection is tried again (R13)."""
    async with FakeSlack() as slack:
        async with at_work(tmp_path, slack) as work:
            slack.web.token_error = "invalid_auth"
            store = open_store(tmp_path / "other")
            deliverer = Deliverer(work.surface, store.deliveries, store.cards)
            calls = len(slack.called("auth.test"))
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(deliverer.run)
                await work.eventually(lambda: deliverer.problem)
                tasks.cancel_scope.cancel()
            store.close()
        assert deliverer.problem.startswith("Slack is stopped: invalid_auth: set FRONTDESK_SLACK_BOT_TOKEN")
        assert len(slack.called("auth.test")) == calls + 1
