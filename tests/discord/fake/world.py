"""What the fake Discord holds: people, channels, messages, as the JSON that the real one sends."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from discord.utils import DISCORD_EPOCH, snowflake_time

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]
"""A value of Discord's own: what goes over the wire is theirs to type."""

BOT, CLINIC, FORUM, LOBBY = 900, 100, 200, 201
ALL = (1 << 53) - 1
TEXT, DM, PUBLIC_THREAD, GUILD_FORUM = 0, 1, 11, 15


@dataclass
class World:
    """One Discord: a server with a staff forum and an open channel, its people, and everything that was said."""

    channels: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, dict[int, Json]] = field(default_factory=dict)
    users: dict[int, Json] = field(default_factory=dict)
    bot_permissions: int = ALL
    now: Callable[[], float] = time.time
    _ids: itertools.count[int] = field(default_factory=itertools.count)
    _nonces: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the server's two channels."""
        self.users[BOT] = {**user(BOT, "front-desk"), "bot": True}
        self.channels[FORUM] = channel(FORUM, GUILD_FORUM, name="cases", available_tags=[])
        self.channels[LOBBY] = channel(LOBBY, TEXT, name="lobby")

    def snowflake(self, *, ago: float = 0.0) -> int:
        """Return a new id: later ones are greater, and it tells when it was made, now or so many seconds ago."""
        return (int((self.now() - ago) * 1000) - DISCORD_EPOCH << 22) + next(self._ids) % (1 << 22)

    def person(self, number: int, name: str, *, is_bot: bool = False) -> int:
        """Add somebody."""
        self.users[number] = {**user(number, name), "bot": is_bot}
        return number

    def dm(self, user_id: int) -> Json:
        """Return the direct messages with somebody."""
        number = user_id + 1_000_000
        return self.channels.setdefault(
            number, {"id": str(number), "type": DM, "recipients": [self.users[user_id]], "last_message_id": None}
        )

    def thread(self, parent: int, name: str, tags: list[str]) -> Json:
        """Open a post in a forum."""
        number = self.snowflake()
        about = {"archived": False, "locked": False, "auto_archive_duration": 10080, "archive_timestamp": _when(number)}
        self.channels[number] = channel(
            number,
            PUBLIC_THREAD,
            name=name,
            parent_id=str(parent),
            owner_id=str(BOT),
            thread_metadata=about,
            applied_tags=tags,
            message_count=0,
            member_count=1,
        )
        return self.channels[number]

    def say(self, place: int, author: int, content: str, **more: object) -> Json:
        """Keep a message; the same nonce twice within a channel is one message, where that is asked for."""
        nonce = str(more.get("nonce", ""))
        if more.pop("enforce_nonce", False) and (place, nonce) in self._nonces:
            return self.messages[place][self._nonces[place, nonce]]
        number = int(str(more.pop("id", self.snowflake())))
        said = {**message(number, place, content), "author": self.users[author], **more}
        if "guild_id" in self.channels[place]:
            said["guild_id"] = self.channels[place]["guild_id"]
        self.messages.setdefault(place, {})[number] = said
        self._nonces[place, nonce] = number
        return said

    def forget_nonces(self) -> None:
        """Let minutes pass: the real one forgets them too."""
        self._nonces.clear()

    def history(self, place: int, *, after: int = 0, before: int = 1 << 64, limit: int = 50) -> list[Json]:
        """Return a page of a channel: the oldest after an id, or the newest before one; newest first."""
        those = [one for number, one in sorted(self.messages.get(place, {}).items()) if after < number < before]
        page = those[:limit] if after else those[-limit:]
        return page[::-1]

    def said(self, place: int) -> list[str]:
        """Return what the bot has said in a channel, in order."""
        its = (one for _, one in sorted(self.messages.get(place, {}).items()))
        return [one["content"] for one in its if one["author"]["id"] == str(BOT)]

    def guild(self) -> Json:
        """Return the server as it is told after READY."""
        everyone = {"id": str(CLINIC), "name": "@everyone", "permissions": str(self.bot_permissions), **_ROLE}
        inside = [one for one in self.channels.values() if one["type"] in {TEXT, GUILD_FORUM}]
        threads = [one for one in self.channels.values() if one["type"] == PUBLIC_THREAD]
        members = [
            {"user": self.users[BOT], "roles": [], "joined_at": _when(1), "deaf": False, "mute": False, "flags": 0}
        ]
        return {**_GUILD, "roles": [everyone], "channels": inside, "threads": threads, "members": members}


def user(number: int, name: str) -> Json:
    """Return somebody."""
    return {"id": str(number), "username": name, "discriminator": "0", "global_name": name, "avatar": None}


def channel(number: int, kind: int, **more: object) -> Json:
    """Return a channel of the server."""
    return {"id": str(number), "type": kind, "guild_id": str(CLINIC), **_CHANNEL, **more}


def message(number: int, place: int, content: str) -> Json:
    """Return a message."""
    return {"id": str(number), "channel_id": str(place), "content": content, "timestamp": _when(number), **_MESSAGE}


def _when(number: int) -> str:
    return snowflake_time(number).isoformat()


_CHANNEL: Json = {"position": 0, "permission_overwrites": [], "parent_id": None, "nsfw": False, "topic": None}
_ROLE: Json = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False, "flags": 0}
_MESSAGE: Json = {
    "type": 0,
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "components": [],
    "flags": 0,
}
_GUILD: Json = {
    "id": str(CLINIC),
    "name": "Clinic",
    "owner_id": "1",
    "verification_level": 0,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "features": [],
    "emojis": [],
    "stickers": [],
    "mfa_level": 0,
    "premium_tier": 0,
    "preferred_locale": "en-US",
    "nsfw_level": 0,
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "member_count": 1,
    "voice_states": [],
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "large": False,
    "unavailable": False,
}
