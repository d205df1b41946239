"""Answering a press or a command: deferred before anything else, then told to the one who pressed (R12)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.channels.discord.faults import ALREADY_ANSWERED
from bot.channels.discord.views import view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.channels.discord.bubbles import Bubble, Button

log = structlog.get_logger()


class Standing(StrEnum):
    """Whose a press is to answer. What was pressed is done in each case; a second time changes nothing.

    ours      we have told Discord that we answer
    others    another process of the desk has, or an earlier try of ours
    nobodys   Discord no longer waits: it took too long, or Discord is out of order
    """

    OURS = "ours"
    OTHERS = "others"
    NOBODYS = "nobodys"


async def deferred(interaction: discord.Interaction, *, is_update: bool = False) -> Standing:
    """Tell Discord at once that an answer follows, seen by nobody else; `is_update`: that none does."""
    try:
        if is_update:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
    except discord.HTTPException as error:
        log.warning("discord.deferral", error=f"discord_{error.code}")
        return Standing.OTHERS if error.code == ALREADY_ANSWERED else Standing.NOBODYS
    except (aiohttp.ClientError, OSError, discord.InteractionResponded) as error:
        log.warning("discord.deferral", error=type(error).__name__)
        return Standing.NOBODYS
    return Standing.OURS


async def told(interaction: discord.Interaction, text: str, *, buttons: Sequence[Button] = ()) -> None:
    """Say how a press ended, in place of what said that the desk is thinking. Never raises."""
    view, none = view_of(buttons) if buttons else None, discord.AllowedMentions.none()
    try:
        await interaction.edit_original_response(content=text, view=view, allowed_mentions=none)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("discord.untold", error=type(error).__name__)


async def added(interaction: discord.Interaction, text: str) -> None:
    """Say something below what was pressed, which stays as it was. Never raises."""
    try:
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("discord.untold", error=type(error).__name__)


async def shown(interaction: discord.Interaction, bubbles: Sequence[Bubble]) -> str | None:
    """Show a reply to the one who asked; return its messages' ids, None where Discord did not take it."""
    none = discord.AllowedMentions.none()
    try:
        first = await interaction.edit_original_response(
            content=bubbles[0].content, view=view_of(bubbles[0].buttons), allowed_mentions=none
        )
        ids = [first.id]
        for one in bubbles[1:]:
            more = await interaction.followup.send(
                one.content, view=view_of(one.buttons), allowed_mentions=none, ephemeral=True, wait=True
            )
            ids.append(more.id)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("discord.untold", error=type(error).__name__)
        return None
    return ",".join(map(str, ids))
