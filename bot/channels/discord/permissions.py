"""What the bot must be allowed in the staff's forum, and how to mend what it is not."""

from __future__ import annotations

from typing import Final

import discord

NEEDED: Final = {
    "view_channel": "View Channel",
    "send_messages": "Create Posts",
    "send_messages_in_threads": "Send Messages in Posts",
    "read_message_history": "Read Message History",
    "manage_threads": "Manage Posts",
}
"""Without these no case can be shown, kept up to date and closed."""

WANTED: Final = {
    "mention_everyone": "Mention @everyone, @here and All Roles",
    "manage_channels": "Manage Channel",
}
"""Without the first nobody is called by Discord itself, without the second somebody has to make the tags."""

MISSING: Final = "missing permission "
"""How a reason begins that names what is not allowed."""


def missing(allowed: discord.Permissions, asked: dict[str, str]) -> tuple[str, ...]:
    """Return the names, as Discord's settings show them, of what is not allowed."""
    return tuple(name for flag, name in asked.items() if not getattr(allowed, flag))


def allowed() -> discord.Permissions:
    """Return all that the bot is to be allowed, for the link that invites it."""
    return discord.Permissions(**dict.fromkeys((*NEEDED, *WANTED), True))


def mend(names: tuple[str, ...]) -> str:
    """Say how to mend it."""
    return f"in Discord, Edit Channel, Permissions, the bot's role: allow {', '.join(names)}"
