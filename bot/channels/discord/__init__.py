"""Discord: patients, where they may, and staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.channels.discord.platform import DiscordSurface
from bot.channels.discord.room import Room

if TYPE_CHECKING:
    from bot.frontdesk import FrontDesk
    from bot.settings import Settings
    from bot.store import Store


def surface(settings: Settings, frontdesk: FrontDesk, store: Store) -> DiscordSurface:
    """Return the channel, as `bot.channels.others` serves it."""
    return DiscordSurface(Room(settings=settings, frontdesk=frontdesk, store=store))
