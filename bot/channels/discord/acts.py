"""What a press on a card does: an order of staff's, carried out as on every platform; what they are told of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import structlog

from bot.channels.discord.bubbles import Button, Look
from bot.channels.discord.forms import ENDING, TEXT, UNTIL, text_of
from bot.channels.discord.ids import take_id
from bot.channels.discord.limits import LABEL, cut
from bot.channels.discord.sentences import FAILED
from bot.desk.card import Act
from bot.desk.orders import Order, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.channels.discord.ids import Pressed
    from bot.channels.discord.room import Room
    from bot.model import Case, Line

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press, or one form sent off: who, when, what, and what was filled in. `id` makes two of one press one."""

    id: int
    user: int
    at: datetime
    what: Pressed
    values: Mapping[str, str] = field(default_factory=dict)


class Told(NamedTuple):
    """What who pressed is told, what they can press next, and the reply that is on its way, if any."""

    text: str
    sent: Line | None = None
    buttons: tuple[Button, ...] = ()


async def perform(room: Room, press: Press) -> Told:
    """Do what was pressed, if who pressed may. Never raises."""
    try:
        outcome = await asyncio.to_thread(_performed, room, press)
    except Exception as error:  # noqa: BLE001 - who pressed is told, whatever fails
        log.error("discord.act_failed", case=press.what.case, error=type(error).__name__)
        return Told(FAILED)
    text = f"**{outcome.title}.** {outcome.text}" if outcome.title else outcome.text
    return Told(text, outcome.sent, _asking(outcome.asks))


def _performed(room: Room, press: Press) -> Outcome:
    act, values = press.what.act, press.values
    order = Order(
        act=act,
        case=press.what.case,
        user=str(press.user),
        key=str(press.id),
        seen=press.what.seen,
        text=_reply(room, press) if act is Act.REPLY else values.get(TEXT, ""),
        over=press.what.over,
        choice=values.get(UNTIL, "") or values.get(ENDING, ""),
        at=press.at,
    )
    return room.orders.carry_out(order)


def _asking(case: Case | None) -> tuple[Button, ...]:
    """Return the button that takes a case from the colleague who has it now."""
    if case is None or case.owner_id is None:
        return ()
    label = cut(f"Take over from {case.owner}", LABEL)
    return (Button(label=label, id=take_id(case.id, case.owner_id), look=Look.GRAVE),)


def _reply(room: Room, press: Press) -> str:
    case = room.store.cases.case(press.what.case)
    return text_of(press.values, room.frontdesk.faq, room.frontdesk.language(case.conversation)) if case else ""
