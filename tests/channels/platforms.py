"""A platform to which several whole processes of one desk are connected at a time."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from bot.channels.discord.room import conversation_of
from tests.discord.fake.discord_fake import TOKEN, FakeDiscord, fake_discord
from tests.discord.fake.world import FORUM
from tests.discord.reading import shown as shown_on_discord
from tests.slack import shapes
from tests.slack.fake import FakeSlack
from tests.slack.reading import shown as shown_on_slack
from tests.slack.work import STAFF_ROOM

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.slack.shapes import Shape


class Platform(Protocol):
    """What a test of several processes asks of a platform. Patients and processes are numbered."""

    name: str

    def settings(self, process: int) -> dict[str, object]:
        """Return what leads a process here."""
        ...

    async def connected(self, processes: int) -> None:
        """Wait until so many processes listen."""
        ...

    async def write(self, patient: int, text: str, *, to: int) -> None:
        """Let somebody write; the process is told first, or alone, as the platform does it."""
        ...

    def conversation(self, patient: int) -> str:
        """Return the name of somebody's conversation."""
        ...

    def said(self, patient: int) -> list[str]:
        """Return every request to say something to somebody, whatever became of it."""
        ...

    def senders(self) -> Counter[str]:
        """Return how much each process has said."""
        ...

    def cards(self) -> int:
        """Return how many requests there were to show a case."""
        ...


class OnDiscord:
    """Discord tells every process everything."""

    name = "discord"

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake

    def settings(self, process: int) -> dict[str, object]:
        """Return what leads a process here."""
        api = self._fake.api_of(str(process))
        return {"DISCORD_TOKEN": TOKEN, "DISCORD_API": api, "DISCORD_STAFF_FORUM": FORUM, "DISCORD_PATIENTS": True}

    async def connected(self, processes: int) -> None:
        """Wait for IDENTIFYs."""
        await self._fake.until(lambda: len(self._fake.gateway.identified) == processes, seconds=60)

    async def write(self, patient: int, text: str, *, to: int) -> None:
        """Let somebody write by direct message."""
        assert len(self._fake.gateway.sessions) > to
        await self._fake.write(self._fake.world.person(1_000 + patient, "pat"), text)

    def conversation(self, patient: int) -> str:
        """Return the name of somebody's conversation."""
        return conversation_of(1_000 + patient)

    def said(self, patient: int) -> list[str]:
        """Return the sends, also those that a nonce made one."""
        place = int(self._fake.world.dm(1_000 + patient)["id"])
        return [shown_on_discord(one.body) for one in self._fake.rest.sends(place)]

    def senders(self) -> Counter[str]:
        """Return who has sent how much."""
        calls = self._fake.rest.calls
        return Counter(one.process for one in calls if one.method == "POST" and one.path.endswith("/messages"))

    def cards(self) -> int:
        """Return how many posts were asked for."""
        return sum(one.path == f"/channels/{FORUM}/threads" for one in self._fake.rest.calls)


class OnSlack:
    """Slack tells one process, and after a while another, for it saw no acknowledgement."""

    name = "slack"

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._threads: dict[int, str] = {}

    def settings(self, process: int) -> dict[str, object]:
        """Return what leads a process here."""
        tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_PATIENTS": True}
        return {**tokens, "SLACK_STAFF_CHANNEL": STAFF_ROOM, "SLACK_API": self._slack.api_of(str(process))}

    async def connected(self, processes: int) -> None:
        """Wait for connections."""
        await self._slack.until(lambda: len(self._slack.sockets.open) == processes)

    async def write(self, patient: int, text: str, *, to: int) -> None:
        """Let somebody write in their thread; both processes are told, one after the other."""
        root = self._threads.get(patient)
        more: dict[str, object] = {"thread_ts": root} if root else {}
        event = shapes.message("D1", "U0PAT", text, ts=self._slack.web.next_ts(), **more)
        self._threads.setdefault(patient, event["ts"])
        self._slack.web.rooms["D1"].messages.append(event)
        await self._slack.event(event, via=to)
        await self._slack.event(event, via=1 - to, retry=1)

    def conversation(self, patient: int) -> str:
        """Return the name of somebody's thread."""
        return f"slack:{shapes.TEAM}:D1:{self._threads[patient]}"

    def said(self, patient: int) -> list[str]:
        """Return the posts to a thread, also those that were refused."""
        return [shown_on_slack(one) for one in self._posts() if one.get("thread_ts") == self._threads[patient]]

    def senders(self) -> Counter[str]:
        """Return who has posted how much."""
        return Counter(process for method, process in self._slack.callers if method == "chat.postMessage")

    def cards(self) -> int:
        """Return how many cards were posted."""
        return sum(one["channel"] == STAFF_ROOM and "thread_ts" not in one for one in self._posts())

    def _posts(self) -> list[Shape]:
        return self._slack.called("chat.postMessage")


@asynccontextmanager
async def discord_platform() -> AsyncIterator[Platform]:
    """Serve a Discord."""
    async with fake_discord() as fake:
        yield OnDiscord(fake)


@asynccontextmanager
async def slack_platform() -> AsyncIterator[Platform]:
    """Serve a Slack."""
    async with FakeSlack() as slack:
        yield OnSlack(slack)
