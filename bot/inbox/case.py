"""The views of one case: read it, reply, note, close it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import RedirectResponse

from bot.desk.refusal import REFUSALS
from bot.desk.standing import endings_of
from bot.inbox.casefile import case_facts, case_of, case_page, missing, path_of
from bot.inbox.forms import number, read_form
from bot.inbox.problem import explained, key, typed, unfit
from bot.model import CaseState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from bot.inbox.room import Visit
    from bot.model import Case, Line, Resolution


async def show(visit: Visit) -> Response:
    """Show the conversation, why it is here, and what can be done."""
    case = await case_of(visit)
    return await case_page(visit, case) if case else await missing(visit)


async def reply(visit: Visit) -> Response:
    """Send a reply to this case's patient and to nobody else; the same form twice is one reply."""
    case, form = await case_of(visit), await read_form(visit.request)
    if case is None:
        return await missing(visit)
    problem = unfit(case, form)
    if problem:
        return await case_page(visit, case, problem)
    try:
        line = await to_thread.run_sync(_send, visit, case, form)
    except REFUSALS as error:
        return await case_page(visit, case, explained(error, form))
    return RedirectResponse(f"{path_of(case)}#line-{line.number}", HTTPStatus.SEE_OTHER)


async def note(visit: Visit) -> Response:
    """Keep a note for staff beside the case. This view has no way to a patient."""
    case, form = await case_of(visit), await read_form(visit.request)
    if case is None:
        return await missing(visit)
    problem = unfit(case, form, is_note=True)
    if problem:
        return await case_page(visit, case, problem)
    try:
        await to_thread.run_sync(lambda: visit.room.cases.note(case.id, staff=visit.staff, text=typed(form).strip()))
    except REFUSALS as error:
        return await case_page(visit, case, explained(error, form, is_note=True))
    return RedirectResponse(f"{path_of(case)}#notes", HTTPStatus.SEE_OTHER)


async def ask_to_resolve(visit: Visit) -> Response:
    """Ask how the case ended."""
    case = await case_of(visit)
    if case is None:
        return await missing(visit)
    if case.state is CaseState.RESOLVED:
        return RedirectResponse(path_of(case), HTTPStatus.SEE_OTHER)
    return await _question(visit, case)


async def resolve(visit: Visit) -> Response:
    """Close the case with how it ended, unless the patient wrote since; danger only after a second question."""
    case, form = await case_of(visit), await read_form(visit.request)
    if case is None:
        return await missing(visit)
    ending = _ending(case, form)
    if ending is None or (case.is_grave and form.get("confirmed") != "yes"):
        return await _question(visit, case, ending)
    try:
        await to_thread.run_sync(_close, visit, case, ending, number(form.get("last_seen")))
    except REFUSALS as error:
        return await case_page(visit, case, explained(error, form))
    return RedirectResponse(f"/staff?resolved={case.id}", HTTPStatus.SEE_OTHER)


def _send(visit: Visit, case: Case, form: Mapping[str, str]) -> Line:
    return visit.room.cases.reply(
        case.id,
        staff=visit.staff,
        text=typed(form).strip(),
        last_seen=number(form.get("last_seen")),
        client_id=key(form) or None,
    )


def _close(visit: Visit, case: Case, ending: Resolution, last_seen: int) -> None:
    visit.room.cases.resolve(case.id, staff=visit.staff, resolution=ending, last_seen=last_seen)


def _ending(case: Case, form: Mapping[str, str]) -> Resolution | None:
    chosen = form.get("resolution")
    return next((one.resolution for one in endings_of(case) if one.resolution == chosen), None)


async def _question(visit: Visit, case: Case, ending: Resolution | None = None) -> Response:
    facts = await to_thread.run_sync(case_facts, visit, case)
    return await visit.page("resolve.html", facts | {"chosen": ending})
