"""Events by HTTP, on the desk as it is wired: the same web server, requests that Slack has signed."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.app import build
from tests.serving import small_faq
from tests.slack import shapes
from tests.slack.fake import FakeSlack
from tests.slack.work import LENGTH, PATIENT, ROSA, settings_of
from tests.web.site import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.slack.shapes import Shape

SECRET = "the-signing-secret"
CANARY = "zqj the copper kettle sings at dawn"


class Desk:
    """The address of a desk, to which Slack posts."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url, self._session = f"{url}/slack/events", session

    async def post(self, body: str, *, kind: str = "application/json", secret: str = SECRET, ts: str = "") -> int:
        """Post a signed body; return the status."""
        stamp, sent = ts or str(int(time.time())), body.encode("utf-8", "surrogateescape")
        basis = f"v0:{stamp}:".encode() + sent
        signature = "v0=" + hmac.new(secret.encode(), basis, hashlib.sha256).hexdigest()
        headers = {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": signature}
        async with self._session.post(self._url, data=sent, headers=headers) as response:
            self.answer = await response.text()
            return response.status

    async def event(self, event: Shape, **more: str) -> int:
        """Post an event."""
        return await self.post(json.dumps(shapes.callback(event, number=1)), **more)

    async def form(self, **fields: object) -> int:
        """Post what buttons, modals and commands send."""
        return await self.post(urlencode(fields), kind="application/x-www-form-urlencoded")


@asynccontextmanager
async def served(folder: Path, slack: FakeSlack) -> AsyncIterator[Desk]:
    """Serve the whole desk, with Slack by HTTP."""
    given = {"slack_app_token": "", "slack_signing_secret": SECRET, "faq": small_faq(folder)}
    desk = build(settings_of(folder, slack, **given))
    with serving(desk.web, desk.live) as site:
        await slack.until(lambda: slack.called("auth.test"))
        async with aiohttp.ClientSession() as session:
            yield Desk(site.url, session)


async def ready(desk: Desk) -> None:
    """Wait until the desk knows who it is in the workspace: until then Slack is to come again."""
    async with asyncio.timeout(10):
        while await desk.post('{"type": "url_verification", "challenge": "c"}', ts=str(int(time.time()))) == 503:
            pass


async def test_an_event_is_answered(tmp_path: Path) -> None:
    """The address is confirmed to Slack, an event is taken and answered, by way of the outbox."""
    async with FakeSlack() as slack, served(tmp_path, slack) as desk:
        await ready(desk)
        said = shapes.message("D1", PATIENT, LENGTH, ts=slack.web.next_ts())
        slack.web.rooms["D1"].messages.append(said)
        assert await desk.event(said) == 200
        await slack.until(lambda: slack.room("D1"))
        assert slack.room("D1")[0]["text"] == "About two hours."


async def test_commands_and_presses_come_the_same_way(tmp_path: Path) -> None:
    """One address for everything; `/desk` is answered in the response."""
    async with FakeSlack() as slack, served(tmp_path, slack) as desk:
        await ready(desk)
        assert await desk.form(**shapes.command(ROSA)) == 200
        assert "staff link USERNAME slack U0ROSA" in desk.answer
        button = {"action_id": "case:open", "block_id": "acts", "value": "1"}
        pressed = shapes.press(ROSA, button, channel="C0STAFF", message={"ts": "1.1"})
        assert await desk.form(payload=json.dumps(pressed)) == 200


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        ("x", {"secret": "wrong"}, 401),
        ("x", {"ts": "1000000000"}, 401),
        ("x", {"ts": "99999999999"}, 401),
        ("x", {"ts": "soon"}, 400),
        ("not json", {}, 400),
        ("[1]", {}, 400),
        ("\udcff", {}, 400),
    ],
    ids=["signature", "stale", "future", "no number", "no json", "no object", "no text"],
)
async def test_what_is_not_slacks_is_refused_and_not_written_down(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, body: str, more: dict[str, str], status: int
) -> None:
    """4xx, never 5xx; no log holds what was sent, at whatever level (R8)."""
    caplog.set_level(logging.DEBUG)
    sent = CANARY if body == "x" else body
    with capture_logs() as events:
        async with FakeSlack() as slack, served(tmp_path, slack) as desk:
            await ready(desk)
            assert await desk.post(sent, **more) == status
    logged = repr(events) + "".join(record.getMessage() + repr(record.exc_info) for record in caplog.records)
    assert "copper kettle" not in logged
    assert "xoxb-1" not in logged


async def test_a_request_that_was_taken_is_not_taken_again(tmp_path: Path) -> None:
    """A replayed request is refused; the words of one that was taken stand in no log either."""
    async with FakeSlack() as slack, served(tmp_path, slack) as desk:
        await ready(desk)
        said = shapes.message("D1", PATIENT, CANARY, ts="1700000000.000009")
        stamp = str(int(time.time()))
        assert [await desk.event(said, ts=stamp), await desk.event(said, ts=stamp)] == [200, 409]
