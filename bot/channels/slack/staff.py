"""What staff see of Slack beside the cards: the App Home, `/desk`, and a hint where they write in a card's thread."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

import anyio.to_thread

from bot.channels.slack.draw import place_of
from bot.channels.slack.home import help_text, open_text, others_home, staff_home
from bot.channels.slack.inbound import NAME
from bot.errors import SurfaceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.slack.inbound import Us
    from bot.channels.slack.room import Room
    from bot.channels.slack.text import Block

    Event = Mapping[str, Any]

HINT: Final = (
    "What you write here stays among staff: the patient does not read it. "
    "To answer the patient, press *Reply…* on the card."
)


class Staff:
    """Shows staff what they have."""

    def __init__(self, room: Room, us: Us) -> None:
        self._room, self._us = room, us

    async def show_home(self, user: str) -> None:
        """Show somebody's App Home."""
        blocks = await anyio.to_thread.run_sync(self._home, user)
        await self._room.api.post("views.publish", user_id=user, view={"type": "home", "blocks": blocks})

    async def answer(self, user: str, asked: str) -> str:
        """Return what `/desk` says to this person."""
        return await anyio.to_thread.run_sync(self._answer, user, asked.strip().lower())

    async def hint(self, event: Event) -> None:
        """Tell who writes in a card's thread for the first time that nothing of it is sent (R28)."""
        channel, thread, user = event.get("channel"), event.get("thread_ts"), event.get("user")
        is_written = event.get("subtype") in {None, "file_share", "thread_broadcast"} and not event.get("bot_id")
        if channel != self._room.staff_channel or not thread or not user or user == self._us.user or not is_written:
            return
        case = await anyio.to_thread.run_sync(self._room.cards.case_at, NAME, place_of(channel, thread))
        with contextlib.suppress(SurfaceError):
            if case is not None and await self._is_first(channel, thread, user, event["ts"]):
                await self._room.api.post("chat.postEphemeral", channel=channel, user=user, thread_ts=thread, text=HINT)

    def _home(self, user: str) -> list[Block]:
        room, staff = self._room, self._room.member(user)
        if staff:
            return staff_home(room.cases.open_cases(), staff=staff, now=room.now(), staff_page=room.staff_page)
        desk = room.desk
        return others_home(desk.greeting(), desk.faq.clinic, user=user, is_for_patients=room.takes_patients)

    def _answer(self, user: str, asked: str) -> str:
        staff = self._room.member(user)
        if staff and asked == "open":
            return open_text(self._room.cases.open_cases(), now=self._room.now(), staff_page=self._room.staff_page)
        return help_text(is_staff=staff is not None, user=user)

    async def _is_first(self, channel: str, thread: str, user: str, ts: str) -> bool:
        pages = self._room.api.pages("conversations.replies", "messages", channel=channel, ts=thread, limit=200)
        return not any([one async for one in pages if one.get("user") == user and one.get("ts") != ts])
