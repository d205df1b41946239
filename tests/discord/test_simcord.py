"""Above the wire, by another's reading of Discord: simcord's server checks, limits and permissions, the same client."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest
import simcord

from bot.channels.discord.client import DeskClient
from bot.channels.discord.forum import draw
from bot.channels.discord.marks import DELIVERED
from bot.channels.discord.outgoing import deliver
from bot.channels.discord.reach import API, reach
from bot.channels.discord.room import NAME, Room, conversation_of
from bot.clock import SystemClock
from bot.errors import Refused
from bot.frontdesk import FrontDesk
from bot.model import RelayContent
from bot.settings import Settings
from bot.store import open_store
from bot.triage.shipped import shipped
from tests.discord.bench import CLINICAL, CRISIS, LENGTH
from tests.samples import FAQ
from tests.understood import understood

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.model import StaffMember

ANSWER = "The answer of session-length."


class Sim:
    """The desk in simcord's Discord; the outbox is emptied by hand."""

    def __init__(self, env: simcord.Env, room: Room, dana: StaffMember) -> None:
        self.env, self.room, self.dana = env, room, dana
        self.guild = env.create_guild()
        self.lobby = self.guild.create_text_channel("lobby")
        self.forum = self.guild.create_forum_channel("cases")
        self.pat = self.guild.add_member(env.create_user("pat"))
        self.nurse = self.guild.add_member(env.create_user("dana"))
        self.settle(discord_staff_forum=self.forum.id)
        room.store.links.link("dana", NAME, str(self.nurse.id))

    def settle(self, **changes: object) -> None:
        """Change a setting."""
        object.__setattr__(self.room, "settings", self.room.settings.model_copy(update=changes))

    def forbid(self) -> None:
        """Take every right from everybody."""
        for role in self.env.backend.guilds[self.guild.id].roles.values():
            role.permissions = 0

    async def carry(self) -> None:
        """Send what is due, and draw it."""
        store = self.room.store
        for one in store.deliveries.take(NAME, limit=9):
            store.deliveries.sent(one, await deliver(self.room, self.env.bot, one))
        for card in store.cards.take(NAME, limit=9):
            store.cards.drawn(NAME, card, await draw(self.room, self.env.bot, card))

    async def carry_soon(self) -> None:
        """Wait until something is to be sent, and send it."""
        before = len(self.read)
        while len(self.read) == before:
            await asyncio.sleep(0.05)
            await self.carry()

    @property
    def read(self) -> list[str]:
        """What the patient has got by direct message."""
        me = self.env.bot.user
        return [one.content for one in self.pat.user.dm_channel.history() if one.author == me]

    @property
    def post(self) -> simcord.builders.ChannelHandle:
        """The only case's post."""
        (post,) = self.forum.threads
        return post

    @property
    def card(self) -> discord.Message:
        """The post's card."""
        return min(self.post.history(), key=lambda one: one.id)


def said(result: simcord.InteractionResult) -> str:
    """Return what somebody was told who pressed or asked."""
    assert result.response
    return result.response.content


@asynccontextmanager
async def simulated(folder: Path, **changes: object) -> AsyncIterator[Sim]:
    """Stand a desk up in a simulated Discord."""
    reach(API)
    store = open_store(folder / "data", SystemClock())
    dana = store.accounts.add(username="dana", name="Dana", password_hash="x")
    desk = FrontDesk(
        understood(FAQ, shipped()), inbox=store.inbox, conversations=store.conversations, clock=SystemClock()
    )
    known: dict[str, object] = {"discord_patients": True, "relay_content": RelayContent.FULL, **changes}
    settings = Settings(_env_file=None, **known)  # type: ignore[arg-type]
    room = Room(settings=settings, frontdesk=desk, store=store)
    async with simcord.run(DeskClient(room, aiohttp.TraceConfig())) as env:
        yield Sim(env, room, dana)
    store.close()


async def test_a_direct_message_is_answered(tmp_path: Path) -> None:
    """The introduction and the answer, with buttons that a simulated Discord accepts and hands back."""
    async with simulated(tmp_path) as sim:
        await sim.pat.send_dm(LENGTH)
        await sim.carry()
        answer = sim.pat.user.dm_channel.last_message
        assert answer
        assert answer.content.startswith(ANSWER)
        assert (await sim.pat.user.click(answer, label="How many sessions are there?")).acknowledged
        await sim.carry()
        assert sim.read[-1].startswith("The answer of how-many-sessions.")


async def test_commands_are_synced_and_private(tmp_path: Path) -> None:
    """`/ask` and `/faq` exist where the server knows them, and only who asked sees the answer."""
    async with simulated(tmp_path) as sim:
        asked = await sim.pat.slash(sim.lobby, "ask", question=LENGTH)
        assert asked.ephemeral
        assert ANSWER in said(asked)
        assert "How long is a session?" in said(await sim.pat.slash(sim.lobby, "faq"))
        await sim.carry()
        assert sim.read == []


async def test_a_hand_off_from_end_to_end(tmp_path: Path) -> None:
    """Post, claim, reply by form, note, resolve, archive: each accepted by a server that checks permissions."""
    async with simulated(tmp_path) as sim:
        await sim.pat.send_dm(CLINICAL)
        await sim.carry()
        assert "You have this case" in said(await sim.nurse.click(sim.card, label="Claim"))
        await sim.carry()
        form = await sim.nurse.click(sim.card, label="Reply…")
        sent, _ = await asyncio.gather(sim.nurse.submit_modal(form, {"text": "Please call us."}), sim.carry_soon())
        assert DELIVERED in said(sent)
        assert sim.read[-1] == "**Dana:** Please call us."
        noted = await sim.nurse.submit_modal(await sim.nurse.click(sim.card, label="Note…"), {"text": "called"})
        assert "Noted" in said(noted)
        await sim.carry()
        ended = await sim.nurse.submit_modal(await sim.nurse.click(sim.card, label="Resolve…"), {"ending": ["spoke"]})
        assert "Resolved" in said(ended)
        await sim.carry()
        thread = await sim.env.bot.fetch_channel(sim.post.id)
        assert isinstance(thread, discord.Thread)
        assert (thread.archived, thread.locked) == (True, True)
        assert {tag.name for tag in thread.applied_tags} == {"clinical", "resolved"}


async def test_old_buttons_after_a_restart(tmp_path: Path) -> None:
    """A bot that begins anew knows the buttons of the one before it (R25)."""
    async with simulated(tmp_path) as sim:
        await sim.pat.send_dm(CRISIS)
        await sim.carry()
        await sim.env.restart_bot(DeskClient(sim.room, aiohttp.TraceConfig()))
        assert "You have seen it" in said(await sim.nurse.click(sim.card, label="I have seen it"))
        assert sim.room.store.cases.of_conversation(conversation_of(sim.pat.id))[0].acknowledged_by == "Dana"


async def test_what_the_server_forbids_is_named(tmp_path: Path) -> None:
    """Without the right to manage posts nothing is drawn, and the reason is said."""
    async with simulated(tmp_path) as sim:
        sim.forbid()
        await sim.pat.send_dm(CLINICAL)
        with pytest.raises(Refused, match="missing_access"):
            await sim.carry()
