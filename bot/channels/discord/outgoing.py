"""A line of the desk's or of staff's to its patient: by direct message, each part once, however often it is tried."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.channels.discord.faults import told_apart
from bot.channels.discord.ids import nonce
from bot.channels.discord.intro import told
from bot.channels.discord.limits import HISTORY_PAGE
from bot.channels.discord.room import ASK, user_of
from bot.channels.discord.views import view_of
from bot.errors import TryLater

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.channels.discord.bubbles import Bubble
    from bot.channels.discord.room import Room
    from bot.surface import Delivery

_SHOWN_WITHIN = 10.0
"""Seconds in which a command shows its answer itself; after that its process is taken for dead."""


async def deliver(room: Room, client: discord.Client, delivery: Delivery) -> str:
    """Send a line; return its messages' ids. Raises TryLater, Refused, SurfaceStopped."""
    line = delivery.line
    parts = await asyncio.to_thread(_parts, room, delivery)
    with told_apart():
        place = await client.create_dm(discord.Object(user_of(line.conversation)))
        arrived = await _arrived(place, client, delivery) if delivery.attempts else {}
        ids = [await _said(place, one, arrived, name=nonce(line.number, n)) for n, one in enumerate(parts)]
    return ",".join(map(str, ids))


def _parts(room: Room, delivery: Delivery) -> Sequence[Bubble]:
    """Return what to send. Raises TryLater where a command is about to show it itself."""
    asked = room.asked(delivery.line) if delivery.line.reply else None
    if asked and (asked.client_id or "").startswith(ASK) and not delivery.attempts:
        raise TryLater("answered_where_asked", seconds=_SHOWN_WITHIN)
    return told(room, delivery)


async def say(place: discord.abc.Messageable, parts: Sequence[Bubble], *, name: str) -> None:
    """Send what stands in no outbox, once for each name. Raises TryLater, Refused, SurfaceStopped."""
    with told_apart():
        for number, one in enumerate(parts):
            await _said(place, one, {}, name=f"{name}.{number}")


async def _said(place: discord.abc.Messageable, one: Bubble, arrived: dict[str, int], *, name: str) -> int:
    """Send one message, pinging nobody; return its id. Where an earlier try of it arrived, that is it."""
    known = arrived.pop(one.content, None)
    if known:
        return known
    sent = await place.send(
        one.content,
        view=view_of(one.buttons),
        nonce=name,
        allowed_mentions=discord.AllowedMentions.none(),
        suppress_embeds=True,
    )
    return sent.id


async def _arrived(place: discord.DMChannel, client: discord.Client, delivery: Delivery) -> dict[str, int]:
    """Return what the desk has said since the line was made: Discord forgets a nonce within minutes."""
    since = delivery.line.at - timedelta(seconds=5)
    me = client.user.id if client.user else 0
    return {one.content: one.id async for one in place.history(limit=HISTORY_PAGE, after=since) if one.author.id == me}
