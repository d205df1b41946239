"""Lines to patients' threads: each message once, also where Slack took it and the line went dead before it said so.

Every message carries, as metadata that only apps can read, the number of its line and of its part. Before a line is
tried again, the thread is read for the parts that arrived (R16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio.to_thread

from bot.channels.slack.blocks import of_reply, of_staff
from bot.channels.slack.rating import rating_blocks
from bot.errors import Refused
from bot.surface import address_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.channels.slack.api import Json
    from bot.channels.slack.blocks import Post
    from bot.channels.slack.room import Room
    from bot.model import Line
    from bot.surface import Delivery

LINE: Final = "frontdesk_line"
_ADDRESS: Final = 3


class Sender:
    """Posts lines."""

    def __init__(self, room: Room) -> None:
        self._room, self._api, self._desk = room, room.api, room.desk

    async def send(self, delivery: Delivery) -> str:
        """Post a line in its thread; return its messages' time stamps. Raises SurfaceError."""
        line = delivery.line
        posts = await anyio.to_thread.run_sync(self._posts, delivery)
        there = await self._there(line) if delivery.attempts else {}
        sent = [there.get(part) or await self._posted(line, part, post) for part, post in enumerate(posts, 1)]
        return ",".join(sent)

    async def _posted(self, line: Line, part: int, post: Post) -> str:
        channel, thread = place(line)
        posted = await self._api.post(
            "chat.postMessage",
            channel=channel,
            thread_ts=thread,
            text=post.text,
            blocks=list(post.blocks),
            metadata={"event_type": LINE, "event_payload": {"line": line.number, "part": part}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(posted["ts"])

    def _posts(self, delivery: Delivery) -> Sequence[Post]:
        """Return a line's messages; who hears from the desk first, or after a week, reads that it is automated."""
        line = delivery.line
        language = self._desk.language(line.conversation)
        if line.reply is None:
            return of_staff(line.staff_name or "Clinic staff", line.text, language=language)
        before = self._desk.greeting(language).paragraphs if delivery.is_first else ()
        after = rating_blocks(line.number, language) if self._room.is_answer(line) else ()
        return of_reply(line.reply, before=before, further=(self._desk.person(language),), after=after)

    async def _there(self, line: Line) -> Mapping[int, str]:
        """Return which parts of the line stand in the thread already."""
        channel, thread = place(line)
        found = {}
        pages = self._api.pages(
            "conversations.replies", "messages", channel=channel, ts=thread, include_all_metadata=True, limit=200
        )
        async for message in pages:
            mark = _mark(message)
            if mark and mark[0] == line.number:
                found[mark[1]] = str(message["ts"])
        return found


def place(line: Line) -> tuple[str, str]:
    """Return the channel and the thread of a line's conversation. Raises Refused where its name is no address."""
    address = address_of(line.conversation)
    if len(address) != _ADDRESS:
        raise Refused("no_address")
    return address[1], address[2]


def _mark(message: Json) -> tuple[int, int] | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    is_ours = metadata.get("event_type") == LINE
    return (int(payload["line"]), int(payload["part"])) if is_ours and "line" in payload and "part" in payload else None
