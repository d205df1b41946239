"""A whole desk with Discord: a real store, the sample FAQ with the shipped triage, and processes that come and go."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.channels.discord.platform import DiscordSurface
from bot.channels.discord.room import Room, conversation_of
from bot.clock import SystemClock
from bot.deliver import Deliverer
from bot.frontdesk import FrontDesk
from bot.model import RelayContent
from bot.settings import Settings
from bot.store import Store, open_store
from bot.triage.shipped import shipped
from tests.discord.fake.discord_fake import NURSE, PATIENT, TOKEN, FakeDiscord
from tests.discord.fake.world import FORUM
from tests.samples import FAQ
from tests.understood import understood

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.model import Case, StaffMember
    from bot.ports import Clock
    from bot.surface import Links
    from tests.discord.fake.world import Json

LENGTH = "how long is a session"
CLINICAL = "I take lithium, is that a problem for me?"
CRISIS = "I want to kill myself"


@dataclass(eq=False)
class Process:
    """One running process of the desk."""

    surface: DiscordSurface
    deliverer: Deliverer
    task: asyncio.Task[None]

    async def end(self) -> None:
        """End it between two steps, as a restart does."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@dataclass(eq=False)
class Bench:
    """The desk and its Discord."""

    fake: FakeDiscord
    store: Store
    desk: FrontDesk
    settings: Settings
    dana: StaffMember
    clock: Clock
    running: list[Process] = field(default_factory=list)

    async def start(self) -> Process:
        """Start a process and wait until Discord has let it in."""
        before = len(self.fake.gateway.identified)
        process = self.process()
        await self.fake.until(lambda: len(self.fake.gateway.identified) > before)
        return process

    def process(self) -> Process:
        """Start a process."""
        room = Room(settings=self.settings, frontdesk=self.desk, store=self.store, clock=self.clock)
        made = DiscordSurface(room)
        deliverer = Deliverer(made, self.store.deliveries, self.store.cards)
        process = Process(made, deliverer, asyncio.create_task(deliverer.run()))
        self.running.append(process)
        return process

    def slow(self, seconds: float) -> None:
        """Let the store take its time to say who somebody is."""
        self.store.links = SlowLinks(self.store.links, seconds)

    def dm(self, user: int = PATIENT) -> int:
        """Return the channel of the direct messages with somebody."""
        return int(self.fake.world.dm(user)["id"])

    async def said(self, text: str, *, user: int = PATIENT, times: int = 1) -> list[str]:
        """Wait until the bot has said something to somebody; return all that it has said to them."""

        def told() -> list[str]:
            return self.fake.world.said(self.dm(user))

        await self.fake.until(lambda: sum(text in one for one in told()) >= times)
        return told()

    async def noted(self, user: int = PATIENT) -> None:
        """Wait until every line to somebody is noted as sent."""
        name = conversation_of(user)
        await self.fake.until(lambda: all(one.is_sent for one in self.store.deliveries.states(name).values()))

    async def post(self, case: int = 1, *, shows: str = "") -> Json:
        """Wait until a case has its post; return the card."""
        its = f"case {case} ·"

        def found() -> Json | None:
            posts = (one for one in self.fake.world.channels.values() if one.get("parent_id") == str(FORUM))
            cards = (
                self.fake.world.messages.get(int(o["id"]), {}).get(int(o["id"])) for o in posts if its in o["name"]
            )
            return next((one for one in cards if one and shows in one["content"]), None)

        await self.fake.until(found)
        card = found()
        assert card
        return card

    def thread(self, card: Json) -> Json:
        """Return the post that a card begins."""
        return self.fake.world.channels[int(card["channel_id"])]

    async def told(self, token: str, text: str = "") -> str:
        """Wait until who pressed was told something; return it."""
        await self.fake.until(lambda: any(text in (one.get("content") or "") for one in self.fake.answers(token)[1:]))
        return str(self.fake.answers(token)[-1]["content"])

    async def case(self, is_so: Callable[[Case], object] = bool) -> Case:
        """Wait until the newest case of the patient is so; return it."""

        def found() -> Case | None:
            cases = self.store.cases.of_conversation(conversation_of(PATIENT))
            return cases[0] if cases and is_so(cases[0]) else None

        await self.fake.until(found)
        case = found()
        assert case
        return case


class SlowLinks:
    """Links that are found slowly."""

    def __init__(self, kept: Links, seconds: float) -> None:
        self._kept, self._seconds = kept, seconds
        self.link, self.unlink, self.links = kept.link, kept.unlink, kept.links

    def member(self, surface: str, user: str) -> StaffMember | None:
        """Take time, then tell."""
        threading.Event().wait(self._seconds)
        return self._kept.member(surface, user)


def button(card: Json, label: str) -> str:
    """Return the name of a message's button."""
    buttons = [one for row in card["components"] for one in row["components"]]
    return str(next(one["custom_id"] for one in buttons if one["label"].startswith(label)))


@asynccontextmanager
async def bench(
    folder: Path, fake: FakeDiscord, *, clock: Clock | None = None, **changes: object
) -> AsyncIterator[Bench]:
    """Stand a desk up, with Dana on its staff, who is linked."""
    known = {"discord_token": SecretStr(TOKEN), "discord_staff_forum": FORUM, "discord_patients": True}
    more = {"discord_api": fake.api, "relay_content": RelayContent.FULL, "data": folder}
    settings = Settings(_env_file=None, **(known | more | changes))  # type: ignore[arg-type]
    clock = clock or SystemClock()
    store = open_store(folder / "data", clock)
    dana = store.accounts.add(username="dana", name="Dana", password_hash="x")
    store.links.link("dana", "discord", str(NURSE))
    understanding = understood(FAQ, shipped())
    desk = FrontDesk(understanding, inbox=store.inbox, conversations=store.conversations, clock=clock)
    stand = Bench(fake=fake, store=store, desk=desk, settings=settings, dana=dana, clock=clock)
    try:
        yield stand
    finally:
        for process in stand.running:
            await process.end()
        store.close()
