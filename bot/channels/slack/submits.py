"""What staff send from a modal; what comes back is Slack's answer to it: nothing, an error, or the modal anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio.to_thread

from bot.channels.slack import modals
from bot.channels.slack.acts import sentence
from bot.desk.canned import ready_made
from bot.desk.card import Act
from bot.desk.orders import Order
from bot.desk.standing import endings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.slack.modals import Given
    from bot.channels.slack.room import Room
    from bot.channels.slack.text import Block
    from bot.desk.orders import Outcome
    from bot.model import Case

    Body = Mapping[str, Any]


class Submits:
    """Carries out what was submitted. The same modal twice is the same reply."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def submit(self, body: Body) -> Block:
        """Return the answer to a submitted modal; {} closes it."""
        return await anyio.to_thread.run_sync(self._submitted, body)

    def _submitted(self, body: Body) -> Block:
        order, given = _ordered(body)
        outcome = self._room.orders.carry_out(order)
        if outcome.is_done:
            return {}
        case = self._room.cases.case(order.case) if outcome.is_stale else None
        return self._anew(order.act, case, given, sentence(outcome)) if case else _error(order.act, given, outcome)

    def _anew(self, act: Act, case: Case, given: Given, warning: str) -> Block:
        """Return the modal as it is now: what is new can be read, what was typed is kept, and can be sent."""
        room = self._room
        card, filled = room.case_text(case), given.about.filled + 1
        about = modals.About(case=case.id, last_seen=room.last_seen(case), filled=filled)
        if act is Act.RESOLVE:
            view = modals.resolve_modal(card, about, endings=endings_of(case), is_grave=case.is_grave, warning=warning)
        else:
            canned = ready_made(room.desk.faq.canned, room.desk.language(case.conversation))
            view = modals.reply_modal(card, about, canned=canned, text=given.text, warning=warning)
        return {"response_action": "update", "view": view}


def _ordered(body: Body) -> tuple[Order, Given]:
    view, given = body["view"], modals.given(body["view"])
    order = Order(
        act=Act(view["callback_id"].partition(":")[2]),
        case=given.about.case,
        user=body["user"]["id"],
        key=view["id"],
        seen=given.about.last_seen,
        text=given.text,
        choice=given.choice,
        is_sure=given.is_sure,
    )
    return order, given


def _error(act: Act, given: Given, outcome: Outcome) -> Block:
    block = modals.box_of(given.about) if act in {Act.REPLY, Act.NOTE} else "choice"
    return {"response_action": "errors", "errors": {block: sentence(outcome)}}
