"""The views of one case: read it, reply, resolve it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import RedirectResponse

from bot.errors import StaleView, StoreError
from bot.inbox.forms import number, read_form
from bot.inbox.queue import row
from bot.inbox.reasons import Urgency, urgency
from bot.inbox.thread import bubbles, last_number
from bot.model import CaseState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from bot.inbox.room import Visit
    from bot.model import Case, Line

LONGEST_REPLY = 4_000
LONGEST_KEY = 64
_LARGEST_ID = 2**63 - 1
_GRAVE = {Urgency.CRISIS, Urgency.EMERGENCY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a reply or a close was not done: a short heading, what to do, and what was typed."""

    status: HTTPStatus
    title: str
    text: str
    typed: str = ""
    key: str = ""
    seen: int | None = None


async def show(visit: Visit) -> Response:
    """Show the conversation, why it is here, and what can be done."""
    case = await _case(visit)
    return await _page(visit, case) if case else await _missing(visit)


async def reply(visit: Visit) -> Response:
    """Send a reply to this case's patient and to nobody else; the same form twice is one reply."""
    case, form = await _case(visit), await read_form(visit.request)
    if case is None:
        return await _missing(visit)
    problem = _unfit(case, form)
    if problem:
        return await _page(visit, case, problem)
    try:
        line = await to_thread.run_sync(_send, visit, case, form)
    except StaleView:
        return await _page(
            visit, case, _stale(form, "Nothing was sent. Read what is new, then send your reply or change it.")
        )
    except StoreError:
        return await _page(visit, case, _unstored(form))
    return RedirectResponse(f"{_path(case)}#line-{line.number}", HTTPStatus.SEE_OTHER)


async def ask_to_resolve(visit: Visit) -> Response:
    """Ask whether a crisis or emergency is really over; others are closed from their page."""
    case = await _case(visit)
    if case is None:
        return await _missing(visit)
    if case.state is CaseState.RESOLVED:
        return RedirectResponse(_path(case), HTTPStatus.SEE_OTHER)
    return await _confirmation(visit, case)


async def resolve(visit: Visit) -> Response:
    """Close the case, unless the patient wrote since; a crisis or emergency only with the confirmation."""
    case, form = await _case(visit), await read_form(visit.request)
    if case is None:
        return await _missing(visit)
    if urgency(case) in _GRAVE and form.get("confirmed") != "yes":
        return await _confirmation(visit, case)
    try:
        await to_thread.run_sync(_close, visit, case, form)
    except StaleView:
        return await _page(visit, case, _stale(form, "The case was not resolved. Read what is new first."))
    return RedirectResponse(f"/staff?resolved={case.id}", HTTPStatus.SEE_OTHER)


def _send(visit: Visit, case: Case, form: Mapping[str, str]) -> Line:
    return visit.room.cases.reply(
        case.id,
        staff=visit.staff,
        text=_typed(form).strip(),
        last_seen=number(form.get("last_seen")),
        client_id=_key(form) or None,
    )


def _close(visit: Visit, case: Case, form: Mapping[str, str]) -> None:
    visit.room.cases.resolve(case.id, staff=visit.staff, last_seen=number(form.get("last_seen")))


def _unfit(case: Case, form: Mapping[str, str]) -> Problem | None:
    """Return what speaks against sending this form, before the store is asked."""
    text, key = _typed(form), _key(form)
    if case.state is CaseState.RESOLVED:
        return Problem(
            status=HTTPStatus.CONFLICT,
            title="This case has been resolved",
            text="Nothing was sent. If the patient writes again, a new case opens.",
            typed=text,
        )
    if not text.strip():
        return Problem(
            status=HTTPStatus.BAD_REQUEST, title="The reply is empty", text="Write a reply, then send it.", key=key
        )
    if len(text) > LONGEST_REPLY:
        told = f"Nothing was sent. Shorten it to {LONGEST_REPLY:,} characters."
        return Problem(status=HTTPStatus.BAD_REQUEST, title="The reply is too long", text=told, typed=text, key=key)
    return None


def _stale(form: Mapping[str, str], text: str) -> Problem:
    return Problem(
        status=HTTPStatus.CONFLICT,
        title="New message since you opened this",
        text=text,
        typed=_typed(form),
        key=_key(form),
        seen=number(form.get("last_seen")),
    )


def _unstored(form: Mapping[str, str]) -> Problem:
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        title="The reply was not sent",
        text="The desk could not store it. Try again in a moment; if it is urgent, call the person.",
        typed=_typed(form),
        key=_key(form),
    )


def _typed(form: Mapping[str, str]) -> str:
    """Return the reply as it was typed: browsers post line ends as CR LF."""
    return form.get("text", "").replace("\r\n", "\n")


def _key(form: Mapping[str, str]) -> str:
    """Return the form's own id, which makes sending it twice sending it once."""
    return form.get("key", "")[:LONGEST_KEY]


def _path(case: Case) -> str:
    return f"/staff/cases/{case.id}"


async def _case(visit: Visit) -> Case | None:
    case_id: int = visit.request.path_params["case_id"]
    return await to_thread.run_sync(visit.room.cases.case, case_id) if case_id <= _LARGEST_ID else None


async def _page(visit: Visit, case: Case, problem: Problem | None = None) -> Response:
    facts = await to_thread.run_sync(_facts, visit, case, problem)
    return await visit.page("case.html", facts, status=problem.status if problem else HTTPStatus.OK)


def _facts(visit: Visit, case: Case, problem: Problem | None) -> dict[str, object]:
    room, now = visit.room, visit.room.now()
    lines = room.conversations.lines(case.conversation)
    return {
        "view": "case",
        "row": row(case, last=None, now=now),
        "bubbles": bubbles(lines, now=now, seen=problem.seen if problem else None),
        "last_seen": last_number(lines),
        "key": (problem.key if problem else "") or token_urlsafe(18),
        "problem": problem,
        "longest": LONGEST_REPLY,
        "zone": now.zone.key,
        "is_open": case.state is not CaseState.RESOLVED,
        "is_grave": urgency(case) in _GRAVE,
    }


async def _confirmation(visit: Visit, case: Case) -> Response:
    facts = await to_thread.run_sync(_facts, visit, case, None)
    return await visit.page("resolve.html", facts)


async def _missing(visit: Visit) -> Response:
    return await visit.page("missing.html", {"view": "missing"}, status=HTTPStatus.NOT_FOUND)
