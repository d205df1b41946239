"""Cases as posts in the staff's forum: one each, redrawn in place, archived and locked when the case is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord

from bot.channels.discord.faults import told_apart
from bot.channels.discord.ids import PRESS, nonce
from bot.channels.discord.layout import card as laid_out
from bot.channels.discord.layout import post_name
from bot.channels.discord.limits import TAGS, TAGS_OF_A_POST
from bot.channels.discord.permissions import MISSING, NEEDED, missing
from bot.channels.discord.sentences import RINGS, WROTE_AGAIN
from bot.channels.discord.tags import NAMES, tags_of
from bot.channels.discord.views import view_of
from bot.desk.card import card_text
from bot.errors import Refused
from bot.surface import Drawn

if TYPE_CHECKING:
    import re

    from bot.channels.discord.bubbles import Bubble
    from bot.channels.discord.room import Room
    from bot.surface import Card

_NOBODY: Final = discord.AllowedMentions.none()
_A_WEEK: Final = 10_080


async def draw(room: Room, client: discord.Client, card: Card) -> Drawn:
    """Show a case; a post that somebody deleted is made anew. Raises TryLater, Refused, SurfaceStopped."""
    settings = room.settings
    text = card_text(
        card.case, last=card.said, now=room.now(), relay=settings.relay_content, staff_page=settings.staff_page
    )
    seen = card.said.number if card.said else 0
    shown = laid_out(text, seen=seen)
    with told_apart():
        forum = await with_tags(await forum_of(room, client))
        thread = await _thread(forum, client, card)
        name = post_name(text)
        at = await _redrawn(forum, thread, shown, card=card, name=name) if thread else None
        if at is None and card.at and card.case.resolved_at:
            return card.at
        if at is None:
            thread, at = await _posted(forum, name, shown, card)
        if card.rings and thread:
            await thread.send(RINGS, allowed_mentions=discord.AllowedMentions(everyone=True))
    return at


async def forum_of(room: Room, client: discord.Client) -> discord.ForumChannel:
    """Return the staff's forum. Raises Refused where it is none, or may not be used."""
    number = room.settings.discord_staff_forum
    forum = client.get_channel(number) or await client.fetch_channel(number)
    if not isinstance(forum, discord.ForumChannel):
        raise Refused("not_a_forum")
    lacks = missing(forum.permissions_for(forum.guild.me), NEEDED)
    if lacks:
        raise Refused(f"{MISSING}{', '.join(lacks)}")
    return forum


async def with_tags(forum: discord.ForumChannel) -> discord.ForumChannel:
    """Return the forum with the tags that it did not have, where the bot may add them."""
    has = {tag.name for tag in forum.available_tags}
    lacks = [discord.ForumTag(name=name) for name in NAMES if name not in has][: TAGS - len(has)]
    if not lacks or not forum.permissions_for(forum.guild.me).manage_channels:
        return forum
    return await forum.edit(available_tags=[*forum.available_tags, *lacks])


async def _thread(forum: discord.ForumChannel, client: discord.Client, card: Card) -> discord.Thread | None:
    """Return the case's post; None where there is none, or none any more."""
    if card.at is None:
        return await _made_before(forum, card) if card.attempts else None
    try:
        found = await client.fetch_channel(int(card.at.place))
    except discord.NotFound:
        return None
    return found if isinstance(found, discord.Thread) else None


async def _made_before(forum: discord.ForumChannel, card: Card) -> discord.Thread | None:
    """Return the post that an earlier try made without hearing so."""
    its = f"case {card.case.id} ·"
    open_posts = await forum.guild.active_threads()
    return next((one for one in open_posts if one.parent_id == forum.id and its in one.name), None)


async def _posted(forum: discord.ForumChannel, name: str, shown: Bubble, card: Card) -> tuple[discord.Thread, Drawn]:
    made = await forum.create_thread(
        name=name,
        content=shown.content,
        view=view_of(shown.buttons),
        applied_tags=_tags(forum, card),
        auto_archive_duration=_A_WEEK,
        allowed_mentions=_NOBODY,
        suppress_embeds=True,
    )
    return made.thread, Drawn(place=str(made.thread.id), message=str(made.message.id))


async def _redrawn(
    forum: discord.ForumChannel, thread: discord.Thread, shown: Bubble, *, card: Card, name: str
) -> Drawn | None:
    """Redraw the post, and close it with its case; None where its card was deleted."""
    number = int(card.at.message) if card.at else thread.id
    if thread.archived or thread.locked:
        await thread.edit(archived=False, locked=False)
    try:
        before = await thread.fetch_message(number)
        await before.edit(content=shown.content, view=view_of(shown.buttons), allowed_mentions=_NOBODY)
    except discord.NotFound:
        return None
    await _tell_news(thread, before, card)
    tags, is_closed = _tags(forum, card), card.case.resolved_at is not None
    if thread.name != name:
        await thread.edit(name=name)
    if is_closed or set(tags) != set(thread.applied_tags):
        await thread.edit(applied_tags=tags, archived=is_closed, locked=is_closed)
    return Drawn(place=str(thread.id), message=str(number))


async def _tell_news(thread: discord.Thread, before: discord.Message, card: Card) -> None:
    """Say in the post that the patient has written again: an edit of the card alone calls nobody."""
    seen = max((int(found["seen"] or 0) for found in _pressed(before)), default=0)
    if card.said and seen and card.said.number > seen:
        await thread.send(WROTE_AGAIN, nonce=nonce(card.said.number, card.case.id), allowed_mentions=_NOBODY)


def _pressed(message: discord.Message) -> list[re.Match[str]]:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    names = (child.custom_id or "" for row in rows for child in row.children if isinstance(child, discord.Button))
    return [found for name in names if (found := PRESS.fullmatch(name))]


def _tags(forum: discord.ForumChannel, card: Card) -> list[discord.ForumTag]:
    names = tags_of(card.case)
    return [tag for tag in forum.available_tags if tag.name in names][:TAGS_OF_A_POST]
