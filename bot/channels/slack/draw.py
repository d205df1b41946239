"""Cards into the staff channel: one message for a case, edited in place; while nobody has seen danger it rings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio.to_thread

from bot.channels.slack.cards import card_blocks, ring_text
from bot.errors import Refused
from bot.surface import Drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.channels.slack.api import Api, Json
    from bot.desk.card import CardText
    from bot.model import Case
    from bot.surface import Card

CASE: Final = "frontdesk_case"
_GONE: Final = frozenset("message_not_found thread_not_found cant_update_message edit_window_closed".split())


def place_of(channel: str, ts: str) -> str:
    """Return the name of a card's place: the thread under it."""
    return f"{channel}:{ts}"


class Drawing:
    """Draws cards in one channel."""

    def __init__(self, api: Api, channel: str, text: Callable[[Case], CardText]) -> None:
        self._api, self._channel, self._text = api, channel, text

    async def draw(self, card: Card) -> Drawn:
        """Show a case as it is; return where. Raises SurfaceError."""
        text = await anyio.to_thread.run_sync(self._text, card.case)
        ts = await self._redrawn(card, text) or await self._found(card) or await self._posted(card, text)
        if card.rings:
            await self._told(ts, ring_text(text), is_loud=True)
        return Drawn(place=place_of(self._channel, ts), message=ts)

    async def _redrawn(self, card: Card, text: CardText) -> str | None:
        """Edit the card where it stands; None where there is none, or somebody has deleted it (R33)."""
        if card.at is None:
            return None
        ts = card.at.message
        try:
            await self._tell_news(card, ts, text)
            await self._api.post("chat.update", channel=self._channel, ts=ts, **_shown(card, text))
        except Refused as refused:
            if str(refused) in _GONE:
                return None
            raise
        return ts

    async def _tell_news(self, card: Card, ts: str, text: CardText) -> None:
        """Say under the card that the patient has written again: an edited message rings nobody's bell."""
        shown = await self._last_shown(ts)
        if card.said and shown is not None and card.said.number > shown and not text.is_resolved:
            await self._told(ts, f"The patient has written again: <{text.link}|open the case>")

    async def _last_shown(self, ts: str) -> int | None:
        """Return the last line of the patient's that the card knew of."""
        found = await self._api.get(
            "conversations.replies", channel=self._channel, ts=ts, limit=1, include_all_metadata=True
        )
        payload = _payload(next(iter(found.get("messages", ())), {}))
        return int(payload["said"]) if payload else None

    async def _found(self, card: Card) -> str | None:
        """Return the card that an earlier try has posted, if one has: it is edited from now on."""
        if card.attempts == 0 or card.at is not None:
            return None
        page = await self._api.get("conversations.history", channel=self._channel, limit=100, include_all_metadata=True)
        its = (one for one in page.get("messages", ()) if _payload(one).get("case") == card.case.id)
        return next((str(one["ts"]) for one in its), None)

    async def _posted(self, card: Card, text: CardText) -> str:
        posted = await self._api.post("chat.postMessage", channel=self._channel, **_shown(card, text), **_QUIET)
        return str(posted["ts"])

    async def _told(self, ts: str, words: str, *, is_loud: bool = False) -> None:
        more = {"reply_broadcast": True} if is_loud else {}
        await self._api.post("chat.postMessage", channel=self._channel, thread_ts=ts, text=words, **more, **_QUIET)


_QUIET: Final = {"unfurl_links": False, "unfurl_media": False}


def _shown(card: Card, text: CardText) -> Json:
    payload = {"case": card.case.id, "said": card.said.number if card.said else 0}
    metadata = {"event_type": CASE, "event_payload": payload}
    return {
        "text": text.summary.replace("&", "&amp;").replace("<", "&lt;"),
        "blocks": card_blocks(text),
        "metadata": metadata,
    }


def _payload(message: Json) -> Json:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}) if metadata.get("event_type") == CASE else {}
