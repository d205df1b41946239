"""One case's page: the conversation, why it is here, what staff said to each other, what can be done."""

from __future__ import annotations

from http import HTTPStatus
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from anyio import to_thread

from bot.desk.canned import ready_made
from bot.desk.snoozing import choices
from bot.desk.standing import endings_of, told
from bot.inbox.nearest import nearest
from bot.inbox.problem import LONGEST, Problem
from bot.inbox.queue import row
from bot.inbox.telling import told_of
from bot.inbox.thread import Reached, bubbles, last_number, notes
from bot.model import Author, CaseState, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from bot.inbox.room import Visit
    from bot.model import Case, Line

UNDO_SECONDS: Final = 8
"""How long a reply waits in the page before it is sent, so that it can be taken back."""

WEB: Final = "web"
_LARGEST_ID: Final = 2**63 - 1


def path_of(case: Case) -> str:
    """Return the address of the case's page."""
    return f"/staff/cases/{case.id}"


async def case_of(visit: Visit) -> Case | None:
    """Return the case that the address names."""
    case_id: int = visit.request.path_params["case_id"]
    return await to_thread.run_sync(visit.room.cases.case, case_id) if case_id <= _LARGEST_ID else None


async def case_page(visit: Visit, case: Case, problem: Problem | None = None) -> Response:
    """Show the case as it is now, with what went wrong where something did."""
    facts = await to_thread.run_sync(case_facts, visit, case, problem)
    return await visit.page("case.html", facts, status=problem.status if problem else HTTPStatus.OK)


async def missing(visit: Visit) -> Response:
    """Say that there is no such case."""
    return await visit.page("missing.html", {"view": "missing"}, status=HTTPStatus.NOT_FOUND)


def case_facts(visit: Visit, case: Case, problem: Problem | None = None) -> dict[str, object]:
    """Return all that the case's pages show. Reads the store: call it in a thread."""
    room, now = visit.room, visit.room.now()
    case = room.cases.case(case.id) or case
    lines = room.conversations.lines(case.conversation)
    return {
        "view": "case",
        "row": row(case, last=_last_by_people(lines), now=now, staff=visit.staff),
        "bubbles": bubbles(lines, now=now, seen=problem.seen if problem else None, reached=_reached(visit, case)),
        "told": told_of(room.notices.of_case(case.id), now=now),
        "contact": room.patients.contact(case.conversation),
        "notes": notes(room.cases.notes(case.id), now=now),
        "history": told(room.cases.history(case.id), now=now),
        "earlier": [
            row(one, last=None, now=now, staff=visit.staff)
            for one in room.cases.of_conversation(case.conversation)
            if one.id != case.id
        ],
        "nearest": nearest(room.conversations.decisions(case.conversation), room.faq()),
        "last_seen": last_number(lines),
        "key": (problem.key if problem and not problem.is_note else "") or token_urlsafe(18),
        "problem": problem,
        "longest": LONGEST,
        "undo": UNDO_SECONDS,
        "canned": ready_made(room.faq().canned, room.conversations.dialogue(case.conversation).language),
        **_abilities(visit, case),
    }


def _abilities(visit: Visit, case: Case) -> dict[str, object]:
    """Return what this person can do to the case as it stands."""
    is_open = case.state is not CaseState.RESOLVED
    may_assign = visit.staff.role.covers(Role.LEAD)
    return {
        "is_open": is_open,
        "is_grave": case.is_grave,
        "is_others": is_open and case.owner_id not in {None, visit.staff.id},
        "endings": endings_of(case),
        "snoozes": () if case.is_grave else choices(visit.room.now()),
        "colleagues": colleagues(visit, case) if is_open and may_assign else (),
    }


def colleagues(visit: Visit, case: Case) -> Sequence[tuple[int, str]]:
    """Return id and name of everyone whom the case can be given to."""
    known = (account for account in visit.room.accounts.everyone() if account.disabled_at is None)
    return tuple((one.staff.id, one.staff.name) for one in known if one.staff.id != case.owner_id)


def _reached(visit: Visit, case: Case) -> Reached:
    """Return how far the lines have come: what the patient's page showed, or what was sent to another platform."""
    shown = visit.room.patients.seen(case.conversation).number if case.channel == WEB else None
    return Reached(shown=shown, sent=visit.room.deliveries.states(case.conversation))


def _last_by_people(lines: Sequence[Line]) -> Line | None:
    return next((line for line in reversed(lines) if line.author is not Author.DESK), None)
