"""What a press on a card does: through the same store, with the same rights and refusals, as on the staff page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, assert_never

import structlog

from bot.channels.discord.forms import ENDING, TEXT, UNTIL, text_of
from bot.channels.discord.room import NAME
from bot.channels.discord.sentences import EMPTY_NOTE, FAILED, NO_SUCH_CASE, NOT_LINKED, NOTHING_WRITTEN
from bot.desk.card import Act
from bot.desk.refusal import REFUSALS, refusal
from bot.desk.snoozing import moment_of
from bot.desk.standing import endings_of
from bot.errors import NotAllowed
from bot.surface import channel_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.channels.discord.ids import Pressed
    from bot.channels.discord.room import Room
    from bot.model import Case, Line, StaffMember

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press, or one form sent off: who, when, what, and what was filled in. `id` makes two of one press one."""

    id: int
    user: int
    at: datetime
    what: Pressed
    values: Mapping[str, str] = field(default_factory=dict)


class Outcome(NamedTuple):
    """What who pressed is told, and the reply that is on its way, if any."""

    text: str
    sent: Line | None = None


async def perform(room: Room, press: Press) -> Outcome:
    """Do what was pressed, if who pressed may. Never raises."""
    try:
        return await asyncio.to_thread(_performed, room, press)
    except REFUSALS as error:
        title, text = refusal(error)
        return Outcome(f"**{title}.** {text}")
    except KeyError:
        return Outcome(NO_SUCH_CASE)
    except Exception as error:  # noqa: BLE001 - who pressed is told, whatever fails
        log.error("discord.act_failed", case=press.what.case, error=type(error).__name__)
        return Outcome(FAILED)


def _performed(room: Room, press: Press) -> Outcome:
    staff = room.store.links.member(NAME, str(press.user))
    if staff is None:
        return Outcome(NOT_LINKED.format(user=press.user))
    case = room.store.cases.case(press.what.case)
    if case is None:
        return Outcome(NO_SUCH_CASE)
    return _reply(room, case, press, staff) if press.what.act is Act.REPLY else Outcome(_done(room, case, press, staff))


def _done(room: Room, case: Case, press: Press, staff: StaffMember) -> str:
    cases = room.store.cases
    match press.what.act:
        case Act.ACKNOWLEDGE:
            cases.acknowledge(case.id, staff=staff)
            return "You have seen it: the calls to staff end."
        case Act.CONTACT:
            cases.contact(case.id, staff=staff)
            return "Noted: you are contacting the person now."
        case Act.CLAIM:
            cases.claim(case.id, staff=staff)
            return "You have this case. The automated desk is silent there until you resolve or release it."
        case Act.NOTE:
            return _note(room, case, press.values.get(TEXT, ""), staff)
        case Act.SNOOZE:
            return _snooze(room, case, press, staff)
        case Act.RESOLVE:
            return _resolve(room, case, press, staff)
        case Act.REPLY:
            return _reply(room, case, press, staff).text
        case _:
            assert_never(press.what.act)


def _reply(room: Room, case: Case, press: Press, staff: StaffMember) -> Outcome:
    text = text_of(press.values, room.frontdesk.faq, room.frontdesk.language(case.conversation))
    if not text:
        return Outcome(NOTHING_WRITTEN)
    named = f"{NAME}:{press.id}"
    line = room.store.cases.reply(case.id, staff=staff, text=text, last_seen=press.what.seen, client_id=named)
    if channel_of(case.conversation) is None:
        return Outcome("Your reply is on the patient's page. The case is yours.")
    return Outcome("Your reply is on its way to the patient. The case is yours.", line)


def _note(room: Room, case: Case, text: str, staff: StaffMember) -> str:
    if not text.strip():
        return EMPTY_NOTE
    kept = room.store.cases.notes(case.id)
    if not (kept and kept[-1].text == text and kept[-1].staff_name == staff.name):
        room.store.cases.note(case.id, staff=staff, text=text)
    return "Noted beside the case. No patient is ever sent a note."


def _snooze(room: Room, case: Case, press: Press, staff: StaffMember) -> str:
    now = replace(room.now(), at=press.at)
    until = moment_of(press.values.get(UNTIL, ""), day="", now=now)
    if until is None:
        raise NotAllowed("choose until when")
    room.store.cases.snooze(case.id, staff=staff, until=until)
    return f"Put off until {now.moment(until).within}, or until the patient writes."


def _resolve(room: Room, case: Case, press: Press, staff: StaffMember) -> str:
    chosen = press.values.get(ENDING)
    ending = next((one for one in endings_of(case) if one.resolution == chosen), None)
    if ending is None:
        raise NotAllowed("someone who may be in danger is not handed back to an automated desk")
    room.store.cases.resolve(case.id, staff=staff, resolution=ending.resolution, last_seen=press.what.seen)
    return f"Resolved: {ending.label.lower()}."
