"""Whether a reply of staff's has arrived: said to who sent it, and not before it is so (R28)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.channels.discord.room import Room
    from bot.model import Line

_TRIES: Final = 20
_SECONDS: Final = 0.5
DELIVERED: Final = "**Delivered.**"
_REFUSED: Final = "**It could not be delivered** ({error}): the patient cannot be reached there. A case says so."
_WAITS: Final = "It has not been delivered yet; the desk goes on trying, and the case page shows how far it has come."


async def mark(room: Room, line: Line) -> str:
    """Wait a while for a line to arrive; return how far it has come, in a sentence."""
    for _ in range(_TRIES):
        states = await asyncio.to_thread(room.store.deliveries.states, line.conversation)
        state = states.get(line.number)
        if state and state.is_sent:
            return DELIVERED
        if state and state.is_refused:
            return _REFUSED.format(error=state.error)
        await asyncio.sleep(_SECONDS)
    return _WAITS
