"""What staff do to a case beside talking: claim it, hand it on, put it off, say that they have seen it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import RedirectResponse

from bot.desk.refusal import REFUSALS
from bot.desk.snoozing import moment_of
from bot.errors import NotAllowed
from bot.inbox.casefile import case_facts, case_of, case_page, missing, path_of
from bot.inbox.forms import number, read_form
from bot.inbox.problem import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.responses import Response

    from bot.inbox.room import Visit
    from bot.model import Case

    Form = Mapping[str, str]
    Act = Callable[[Visit, Case, Form], object]


async def acknowledge(visit: Visit) -> Response:
    """Say that a person has seen it; the calls to staff end."""
    return await _perform(visit, lambda visit, case, _: visit.room.cases.acknowledge(case.id, staff=visit.staff))


async def contact(visit: Visit) -> Response:
    """Say that staff are contacting the person now."""
    return await _perform(visit, lambda visit, case, _: visit.room.cases.contact(case.id, staff=visit.staff))


async def claim(visit: Visit) -> Response:
    """Take the case, where no colleague was faster."""
    return await _perform(visit, lambda visit, case, _: visit.room.cases.claim(case.id, staff=visit.staff))


async def release(visit: Visit) -> Response:
    """Put one's own case back into its queue."""
    return await _perform(visit, lambda visit, case, _: visit.room.cases.release(case.id, staff=visit.staff))


async def snooze(visit: Visit) -> Response:
    """Put the case off until the chosen time."""
    return await _perform(visit, _put_off)


async def verify(visit: Visit) -> Response:
    """Say whether staff have made sure who is writing."""
    return await _perform(visit, _mark)


async def assign(visit: Visit) -> Response:
    """Give the case to a colleague, whosever it was."""
    return await _perform(visit, _give)


async def ask_to_take_over(visit: Visit) -> Response:
    """Ask whether a colleague's case is really to change hands, naming the colleague."""
    case = await case_of(visit)
    if case is None:
        return await missing(visit)
    facts = await to_thread.run_sync(case_facts, visit, case)
    if not facts["is_others"]:
        return RedirectResponse(path_of(case), HTTPStatus.SEE_OTHER)
    return await visit.page("take_over.html", facts)


async def take_over(visit: Visit) -> Response:
    """Take the case from the colleague that the question named; from another one only after another question."""
    return await _perform(visit, _take)


def _put_off(visit: Visit, case: Case, form: Form) -> None:
    until = moment_of(form.get("until", ""), day=form.get("day", ""), now=visit.room.now())
    if until is None:
        raise NotAllowed("choose a day after today, at most 90 days ahead")
    visit.room.cases.snooze(case.id, staff=visit.staff, until=until)


def _mark(visit: Visit, case: Case, form: Form) -> None:
    visit.room.cases.verify(case.id, staff=visit.staff, is_verified=form.get("is_verified") == "yes")


def _give(visit: Visit, case: Case, form: Form) -> None:
    wanted = number(form.get("to"))
    accounts = (one for one in visit.room.accounts.everyone() if one.disabled_at is None)
    to = next((one.staff for one in accounts if one.staff.id == wanted), None)
    if to is None:
        raise NotAllowed("choose somebody who can sign in")
    visit.room.cases.assign(case.id, staff=visit.staff, to=to)


def _take(visit: Visit, case: Case, form: Form) -> None:
    visit.room.cases.claim(case.id, staff=visit.staff, over=number(form.get("from")))


async def _perform(visit: Visit, act: Act) -> Response:
    case, form = await case_of(visit), await read_form(visit.request)
    if case is None:
        return await missing(visit)
    try:
        await to_thread.run_sync(act, visit, case, form)
    except REFUSALS as error:
        return await case_page(visit, case, explained(error, form))
    return RedirectResponse(path_of(case), HTTPStatus.SEE_OTHER)
