"""Pure buttons as discord.py's: static, so that what is pressed is known by its name alone and survives a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord

from bot.channels.discord.bubbles import Look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.channels.discord.bubbles import Button

_STYLES: Final = {
    Look.MAIN: discord.ButtonStyle.primary,
    Look.QUIET: discord.ButtonStyle.secondary,
    Look.GRAVE: discord.ButtonStyle.danger,
}


def view_of(buttons: Iterable[Button]) -> discord.ui.View:
    """Return the buttons, five to a row. The view is stopped: discord.py keeps nothing of it in memory."""
    view = discord.ui.View(timeout=None)
    for one in buttons:
        view.add_item(discord.ui.Button(label=one.label, custom_id=one.id, style=_STYLES[one.look], row=one.row))
    view.stop()
    return view
