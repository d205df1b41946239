"""What patients do in Slack, where they may: writing, editing, deleting, pressing, opening the messages tab."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import anyio.to_thread

from bot.channels.slack.blocks import of_reply
from bot.channels.slack.inbound import Heard, heard, pressed
from bot.channels.slack.rating import rating
from bot.errors import StoreError, SurfaceError
from bot.wording import sentences as say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.slack.inbound import Us
    from bot.channels.slack.intake import Intake
    from bot.channels.slack.room import Room
    from bot.model import Reply

    Event = Mapping[str, Any]

NOT_HERE: Final = "This app is for the clinic's staff, and nobody reads messages here."


class Patients:
    """Hears patients. What is heard is stored when a method returns; StoreError means that it is not."""

    def __init__(self, room: Room, intake: Intake, us: Us) -> None:
        self._room, self._intake, self._us = room, intake, us

    async def hear(self, event: Event) -> None:
        """Take a message, an edit or a deletion, where it is said to the desk. Raises StoreError."""
        found = heard(event, self._us)
        if found is None or found.channel == self._room.staff_channel:
            return
        if not self._room.takes_patients:
            await self._turn_away(found)
        elif found.is_ours or await self._intake.knows(found.what.conversation):
            await self._take(found)

    async def press(self, body: Event) -> None:
        """Take a pressed choice. Raises StoreError."""
        message = pressed(body, self._us)
        if message and self._room.takes_patients:
            await self._intake.take(message)

    async def rate(self, body: Event) -> None:
        """Note whether an answer was helpful, and thank whoever said so. Raises StoreError."""
        room, found = self._room, rating(body, self._us)
        note = partial(room.ratings.rate, found.conversation, found.line, is_helpful=found.is_helpful)
        await anyio.to_thread.run_sync(note)
        language = await anyio.to_thread.run_sync(room.desk.language, found.conversation)
        whose = {"channel": body["channel"]["id"], "user": body["user"]["id"]}
        thread = body["message"].get("thread_ts")
        with contextlib.suppress(SurfaceError):
            await room.api.post("chat.postEphemeral", **whose, thread_ts=thread, text=say.RATED[language])

    async def greet(self, event: Event) -> None:
        """Say who answers here, before anything is said, in a direct message that is still empty."""
        channel = event.get("channel")
        if not channel or not self._room.takes_patients:
            return
        page = await self._room.api.get("conversations.history", channel=channel, limit=1)
        if not page.get("messages"):
            greeting = await anyio.to_thread.run_sync(self._room.desk.greeting)
            await self._post(channel, None, greeting)

    async def _take(self, found: Heard) -> None:
        try:
            await self._intake.take(found.what)
        except StoreError:
            await self._post(found.channel, found.thread, self._room.desk.cannot_store())
            raise

    async def _turn_away(self, found: Heard) -> None:
        """Tell whoever writes where nobody reads, once in a thread, with the lines: it may be somebody in danger."""
        if not found.is_ours or await self._has_spoken(found):
            return
        refusal = self._room.desk.cannot_store()
        await self._post(found.channel, found.thread, refusal, first=NOT_HERE)

    async def _has_spoken(self, found: Heard) -> bool:
        page = await self._room.api.get("conversations.replies", channel=found.channel, ts=found.thread, limit=20)
        return any(one.get("user") == self._us.user for one in page.get("messages", ()))

    async def _post(self, channel: str, thread: str | None, reply: Reply, *, first: str = "") -> None:
        for post in of_reply(reply, before=(first,) if first else ()):
            await self._room.api.post(
                "chat.postMessage", channel=channel, thread_ts=thread, text=post.text, blocks=list(post.blocks)
            )
