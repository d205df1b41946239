"""A desk that is killed right after it acknowledged: what it acknowledged is there, and is answered by the next one."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from bot.store import open_store
from tests.serving import serving, small_faq
from tests.slack import shapes
from tests.slack.fake import PATIENCE, FakeSlack
from tests.slack.work import LENGTH, PATIENT
from tests.web.client import Client

if TYPE_CHECKING:
    from pathlib import Path

ACCESS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_STAFF_CHANNEL": "C0STAFF",
    "SLACK_PATIENTS": "true",
}


async def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    """Killed at the moment of the ack: the row is there (R1); started again, the desk answers, once."""
    async with FakeSlack() as slack:
        given: dict[str, Any] = {"FAQ": small_faq(tmp_path), "SLACK_API": slack.api, **ACCESS}
        said = shapes.message("D1", PATIENT, LENGTH, ts=slack.web.next_ts())
        slack.web.rooms["D1"].messages.append(said)
        with serving(tmp_path, **given) as desk:
            await slack.connected()
            await slack.acked(await slack.event(said))
            desk.process.kill()
            desk.process.wait()
        store = open_store(tmp_path / "data")
        assert store.conversations.lines(f"slack:T1:D1:{said['ts']}")[0].text == LENGTH
        store.close()
        with serving(tmp_path, **given):
            await slack.connected(times=2)
            await slack.until(lambda: slack.room("D1"))
            await slack.acked(await slack.event(said, retry=1))
            assert [one["text"] for one in slack.room("D1")] == ["About two hours."]


async def test_a_desk_that_slack_shuts_out_is_not_ready_and_serves_its_pages(tmp_path: Path) -> None:
    """Whoever watches over it is told which platform is lost; a balancer that asks for the pages alone is not (R10)."""
    async with FakeSlack() as slack:
        slack.web.token_error = "token_revoked"
        given: dict[str, Any] = {"FAQ": small_faq(tmp_path), "SLACK_API": slack.api, **ACCESS}
        with serving(tmp_path, **given) as desk:
            visitor = Client(url=desk.url)
            async with asyncio.timeout(PATIENCE):
                while (ready := await anyio.to_thread.run_sync(visitor.get, "/readyz")).status == HTTPStatus.OK:
                    assert ready.json() == {"status": "ready"}
            assert (ready.status, ready.json()) == (503, {"status": "not connected: slack"})
            pages = await anyio.to_thread.run_sync(visitor.get, "/readyz/pages")
            assert (pages.status, pages.json()) == (200, {"status": "ready"})


async def test_the_log_of_a_desk_holds_no_words(tmp_path: Path) -> None:
    """Not a patient's words, not a token: the desk as it is run, to its standard error."""
    async with FakeSlack() as slack:
        given: dict[str, Any] = {"FAQ": small_faq(tmp_path), "SLACK_API": slack.api, **ACCESS}
        with serving(tmp_path, **given) as desk:
            await slack.connected()
            said = await slack.say(PATIENT, "D1", "zqj the copper kettle sings at dawn")
            await slack.until(lambda: slack.room("D1"))
            await slack.sockets.disconnect("too_many_websockets")
            await slack.until(lambda: not slack.sockets.open)
            assert said["text"]
            log = desk.log
        assert "slack.patients" in log
        assert "copper kettle" not in log
        assert "xoxb-1" not in log
        assert "xapp-1" not in log
