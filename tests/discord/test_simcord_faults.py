"""What goes wrong above the wire, by another's reading of Discord: simcord's errors, its permissions, its posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from bot.surface import Delivery
from bot.triage.shipped import shipped
from tests.channels.drivers import Parts, until
from tests.channels.simcord_driver import SimcordDriver, SimulatedRoom
from tests.discord.bench import CLINICAL, LENGTH
from tests.samples import FAQ
from tests.understood import understood

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ANSWER = "The answer of session-length."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[SimulatedRoom]:
    """Open a desk in a simulated Discord."""
    parts = Parts(folder=tmp_path, understanding=understood(FAQ, shipped()))
    async with SimcordDriver() as driver, driver.open(parts) as made:
        yield made


async def drawn(room: SimulatedRoom) -> discord.Thread:
    """Wait until the only case has its post, and the desk knows where; return it."""
    await until(lambda: room.posts and room.store.cards.case_at("discord", str(room.posts[-1].id)))
    (post,) = room.posts
    found = await room.env.bot.fetch_channel(post.id)
    assert isinstance(found, discord.Thread)
    return found


async def test_an_error_of_discords_is_tried_again(room: SimulatedRoom) -> None:
    """Two errors on the way, and each message is there once."""
    room.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
    patient = room.patient()
    said = await patient.say(LENGTH)
    assert said.count(ANSWER) == 1
    assert len(patient.user.dm_channel.history()) == 3


async def test_what_is_there_already_is_found_in_the_history(room: SimulatedRoom) -> None:
    """A line that an earlier try sent is not sent again: simcord knows no nonce, the history alone tells (R5)."""
    patient = room.patient()
    await patient.say(LENGTH)
    before = [one.id for one in patient.user.dm_channel.history()]
    line = room.store.conversations.lines(patient.conversation)[-1]
    ids = await room.deliverer.surface.send(Delivery(line=line, attempts=1, is_first=True))
    assert [int(one) for one in ids.split(",")] == before[1:]
    assert [one.id for one in patient.user.dm_channel.history()] == before


async def test_closed_direct_messages_are_told_to_staff(room: SimulatedRoom) -> None:
    """Staff get a post about somebody who cannot be reached; nothing is tried again (R19)."""
    room.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
    patient = room.patient()
    await patient.silently(LENGTH)
    await drawn(room)
    (case,) = room.store.cases.of_conversation(patient.conversation)
    (state,) = room.store.deliveries.states(patient.conversation).values()
    assert case.signals == ("delivery.refused",)
    assert (state.is_refused, state.error) == (True, "closed_direct_messages")
    assert [one.content for one in patient.user.dm_channel.history()] == [LENGTH]


async def test_a_post_that_cannot_be_made_is_made_later(room: SimulatedRoom) -> None:
    """A forum that is out of order for a moment gets its post, once; the patient waits for nothing."""
    room.env.inject_error("POST", "/channels/*/threads", status=503, times=1)
    assert "medical staff" in await room.patient().say(CLINICAL)
    await drawn(room)


async def test_a_deleted_post_is_made_anew(room: SimulatedRoom) -> None:
    """A post that somebody deletes while its case is open comes back (R33)."""
    await room.patient().say(CLINICAL)
    gone = await drawn(room)
    await gone.delete()
    assert (await drawn(room)).id != gone.id


async def test_an_archived_post_is_opened_again(room: SimulatedRoom) -> None:
    """Archiving a post does not hide an open case (R33)."""
    await room.patient().say(CLINICAL)
    post = await drawn(room)
    await post.edit(archived=True, locked=True)
    await room.env.settle()
    assert not (await drawn(room)).archived


async def test_what_the_server_forbids_is_told_elsewhere(room: SimulatedRoom) -> None:
    """Without its rights the desk shows no post, says so on the staff page, and serves the patient all the same."""
    for role in room.env.guild.roles.values():
        room.env.backend.guilds[room.env.guild.id].roles[role.id].permissions = 0
    patient = room.patient()
    assert "medical staff" in await patient.say(CLINICAL)
    await until(lambda: room.deliverer.problem)
    assert "Cases are not shown on Discord: missing_access" in room.deliverer.problem
    (case,) = room.store.cases.open_cases()
    assert case.conversation == patient.conversation
