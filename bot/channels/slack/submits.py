"""What staff send from a modal; what comes back is Slack's answer to it: nothing, an error, or the modal anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio.to_thread

from bot.channels.slack import modals
from bot.channels.slack.home import UNLINKED
from bot.channels.slack.room import UNKNOWN_CASE
from bot.desk.canned import ready_made
from bot.desk.card import Act
from bot.desk.refusal import REFUSALS, refusal
from bot.desk.snoozing import moment_of
from bot.desk.standing import endings_of
from bot.errors import NotAllowed, StaleView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.slack.modals import Given
    from bot.channels.slack.room import Room
    from bot.channels.slack.text import Block
    from bot.model import Case, StaffMember

    Body = Mapping[str, Any]


class Submits:
    """Carries out what was submitted. The same modal twice is the same reply."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def submit(self, body: Body) -> Block:
        """Return the answer to a submitted modal; {} closes it."""
        return await anyio.to_thread.run_sync(self._submitted, body)

    def _submitted(self, body: Body) -> Block:
        view, user = body["view"], body["user"]["id"]
        act, given = Act(view["callback_id"].partition(":")[2]), modals.given(view)
        staff, case = self._room.member(user), self._room.case(given.about)
        if staff is None or case is None:
            return _error(act, given, UNLINKED.format(user=user) if staff is None else UNKNOWN_CASE)
        try:
            self._do(act, case, staff, given=given, key=f"slack:{view['id']}")
        except StaleView as error:
            return self._anew(act, case, given, " ".join(refusal(error)))
        except REFUSALS as error:
            return _error(act, given, " ".join(refusal(error)))
        return {}

    def _do(self, act: Act, case: Case, staff: StaffMember, *, given: Given, key: str) -> None:
        cases, text, seen = self._room.cases, given.text.strip(), given.about.last_seen
        match act:
            case Act.REPLY:
                cases.reply(case.id, staff=staff, text=_filled(text), last_seen=seen, client_id=key)
            case Act.NOTE:
                cases.note(case.id, staff=staff, text=_filled(text))
            case Act.SNOOZE:
                until = moment_of(given.choice, day="", now=self._room.now())
                if until is None:
                    raise NotAllowed("choose until when")
                cases.snooze(case.id, staff=staff, until=until)
            case Act.RESOLVE:
                ending = next((one for one in endings_of(case) if one.resolution == given.choice), None)
                if ending is None or (case.is_grave and not given.is_sure):
                    raise NotAllowed("say how it ended" if ending is None else "make sure that nobody is in danger")
                cases.resolve(case.id, staff=staff, resolution=ending.resolution, last_seen=seen)
            case _:
                raise NotAllowed("this is done with the card's own button")

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


def _filled(text: str) -> str:
    if not text:
        raise NotAllowed("write something first")
    return text


def _error(act: Act, given: Given, text: str) -> Block:
    block = modals.box_of(given.about) if act in {Act.REPLY, Act.NOTE} else "choice"
    return {"response_action": "errors", "errors": {block: text}}
