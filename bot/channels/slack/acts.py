"""What staff do from a card: each press is checked against the account of whoever presses, and told when refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import anyio.to_thread

from bot.channels.slack import modals
from bot.channels.slack.text import escape
from bot.desk.canned import ready_made
from bot.desk.card import Act, acts
from bot.desk.orders import FORMS, Order, Outcome
from bot.desk.snoozing import choices
from bot.desk.standing import endings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.channels.slack.room import Room
    from bot.channels.slack.text import Block
    from bot.desk.canned import Ready
    from bot.model import Case

    Body = Mapping[str, Any]

STALE: Final = "That cannot be done to the case as it stands now. The card is being drawn anew."


class Acts:
    """Carries out presses."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def press(self, body: Body) -> None:
        """Do what a card's button says, or open its modal; whoever may not, or is too late, is told so."""
        action, user = body["actions"][0], body["user"]["id"]
        act = Act(action["action_id"].partition(":")[2])
        case, _, owner = action["value"].partition(":")
        order = Order(act=act, case=int(case), user=user, over=int(owner) if owner else None)
        opened, told = await anyio.to_thread.run_sync(self._pressed, order)
        if opened:
            await self._room.api.post("views.open", trigger_id=body["trigger_id"], view=opened)
        if told:
            await self.tell(body, told)

    async def pick(self, body: Body) -> None:
        """Fill the box of a reply with the ready-made one that was picked."""
        view = await anyio.to_thread.run_sync(self._filled, body)
        if view:
            old = body["view"]
            await self._room.api.post("views.update", view_id=old["id"], hash=old.get("hash"), view=view)

    async def tell(self, body: Body, text: str) -> None:
        """Tell whoever pressed, and nobody else, under the card."""
        channel, message = body["channel"]["id"], body.get("message") or {}
        await self._room.api.post(
            "chat.postEphemeral",
            channel=channel,
            user=body["user"]["id"],
            thread_ts=message.get("thread_ts"),
            text=escape(text),
        )

    def _pressed(self, order: Order) -> tuple[Block | None, str]:
        """Return the modal to open, or what went wrong, or neither: it is done, and the card says so."""
        if order.act in FORMS:
            return self._opened(order)
        outcome = self._room.orders.carry_out(order)
        return None, "" if outcome.is_done else sentence(outcome)

    def _opened(self, order: Order) -> tuple[Block | None, str]:
        admitted = self._room.orders.admit(order.user, order.case)
        if isinstance(admitted, Outcome):
            return None, sentence(admitted)
        if order.act not in acts(admitted.case):
            return None, STALE
        return self._modal(order.act, admitted.case), ""

    def _modal(self, act: Act, case: Case) -> Block:
        card, about = self._room.case_text(case), modals.About(case=case.id, last_seen=self._room.last_seen(case))
        match act:
            case Act.REPLY:
                return modals.reply_modal(card, about, canned=self._canned(case))
            case Act.NOTE:
                return modals.note_modal(card, about)
            case Act.SNOOZE:
                return modals.snooze_modal(card, about, choices=choices(self._room.now()))
            case _:
                endings = endings_of(case)
                return modals.resolve_modal(card, about, endings=endings, is_grave=case.is_grave)

    def _filled(self, body: Body) -> Block | None:
        about, number = modals.picked(body)
        admitted = self._room.orders.admit(body["user"]["id"], about.case)
        if isinstance(admitted, Outcome):
            return None
        case = admitted.case
        canned = self._canned(case)
        after = modals.About(case=about.case, last_seen=about.last_seen, filled=about.filled + 1)
        return modals.reply_modal(self._room.case_text(case), after, canned=canned, text=canned[number].text)

    def _canned(self, case: Case) -> Sequence[Ready]:
        return ready_made(self._room.desk.faq.canned, self._room.desk.language(case.conversation))


def sentence(outcome: Outcome) -> str:
    """Return what somebody is told, where there is no place for a heading."""
    return f"{outcome.title}. {outcome.text}" if outcome.title else outcome.text
