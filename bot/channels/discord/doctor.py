"""Examine the desk's access to Discord: token, intents, server, forum, permissions. Nothing is said there."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from bot.channels.discord.client import INTENTS
from bot.channels.discord.faults import ACCESS_REFUSED, GIVES_UP, INTENTS_REFUSED
from bot.channels.discord.permissions import NEEDED, WANTED, allowed, mend, missing
from bot.channels.discord.reach import reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings

_PATIENCE: Final = 30.0
_SCOPES: Final = ("bot", "applications.commands")
_UNNAMED: Final = (
    "FRONTDESK_DISCORD_TOKEN is not set: make an application in Discord's developer portal, there choose Bot, "
    "Reset Token"
)
_NO_FORUM: Final = (
    "FRONTDESK_DISCORD_STAFF_FORUM is not set: make a forum channel for staff and set its id (Developer Mode, Copy "
    "Channel ID). Without one, staff do not see cases in Discord"
)
_UNSEEN: Final = (
    "the bot does not see the channel {forum} of FRONTDESK_DISCORD_STAFF_FORUM: check the id, let the bot's role view "
    "the channel, or invite the bot: {invite}"
)
_NOT_A_FORUM: Final = (
    "the channel {forum} is no forum: make a forum channel, and set FRONTDESK_DISCORD_STAFF_FORUM to it"
)
_UNREACHED: Final = "Discord cannot be reached ({error}): check the network and FRONTDESK_DISCORD_API"
_SILENT: Final = "Discord did not answer within half a minute: look at discordstatus.com, and try again"


class _Visitor(discord.Client):
    """Connects, and notes that it is let in."""

    def __init__(self) -> None:
        super().__init__(intents=INTENTS, max_messages=None, chunk_guilds_at_startup=False, guild_ready_timeout=1.0)
        self.is_in = asyncio.Event()

    async def on_ready(self) -> None:
        """Note it."""
        self.is_in.set()


async def examine(settings: Settings) -> tuple[str, ...]:
    """Return what is to be mended, and how; nothing where all is right."""
    token = settings.discord_token.get_secret_value()
    if not token:
        return (_UNNAMED,)
    reach(settings.discord_api)
    visitor = _Visitor()
    try:
        return tuple(await _visited(visitor, token, settings.discord_staff_forum))
    except discord.LoginFailure:
        return (ACCESS_REFUSED,)
    except discord.PrivilegedIntentsRequired:
        return (INTENTS_REFUSED,)
    except discord.ConnectionClosed as error:
        return (INTENTS_REFUSED if error.code in GIVES_UP - {4004} else ACCESS_REFUSED,)
    except TimeoutError:
        return (_SILENT,)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return (_UNREACHED.format(error=type(error).__name__),)
    finally:
        await visitor.close()


async def _visited(visitor: _Visitor, token: str, forum: int) -> list[str]:
    await visitor.login(token)
    connection = asyncio.create_task(visitor.connect(reconnect=False))
    entering = asyncio.create_task(visitor.is_in.wait())
    done, _ = await asyncio.wait({connection, entering}, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    try:
        if connection in done:
            await connection
        if not done:
            raise TimeoutError
        return list(_findings(visitor, forum))
    finally:
        for task in (connection, entering):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError, discord.DiscordException):
            await asyncio.gather(connection, entering)


def _findings(visitor: _Visitor, number: int) -> Iterator[str]:
    invite = discord.utils.oauth_url(visitor.application_id or 0, permissions=allowed(), scopes=_SCOPES)
    if not number:
        yield _NO_FORUM
        return
    forum = visitor.get_channel(number)
    if forum is None:
        yield _UNSEEN.format(forum=number, invite=invite)
    elif not isinstance(forum, discord.ForumChannel):
        yield _NOT_A_FORUM.format(forum=number)
    else:
        may = forum.permissions_for(forum.guild.me)
        for asked, what in ((NEEDED, "the desk cannot work"), (WANTED, "some comfort is missing")):
            lacks = missing(may, asked)
            if lacks:
                yield f"{what}: {mend(lacks)}"
