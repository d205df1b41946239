"""Why something that staff asked for was not done: a short heading, what to do, and what was typed, kept."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.desk.refusal import refusal
from bot.errors import NotAllowed, StaleView
from bot.inbox.forms import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Case

LONGEST = 4_000
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is shown above the boxes; `typed` goes back into the box it came from."""

    status: HTTPStatus
    title: str
    text: str
    typed: str = ""
    key: str = ""
    is_note: bool = False
    seen: int | None = None


def typed(form: Mapping[str, str]) -> str:
    """Return what was typed as it was typed: browsers post line ends as CR LF."""
    return form.get("text", "").replace("\r\n", "\n")


def key(form: Mapping[str, str]) -> str:
    """Return the form's own id, which makes sending it twice sending it once."""
    return form.get("key", "")[:LONGEST_KEY]


def unfit(case: Case, form: Mapping[str, str], *, is_note: bool = False) -> Problem | None:
    """Return what speaks against storing this text, before the store is asked."""
    text, what = typed(form), "note" if is_note else "reply"
    if case.resolved_at and not is_note:
        told = "Nothing was sent. If the patient writes again, the case opens again."
        return Problem(status=HTTPStatus.CONFLICT, title="This case has been resolved", text=told, typed=text)
    if not text.strip():
        told = f"Write a {what}, then {'save' if is_note else 'send'} it."
        return _misshapen(f"The {what} is empty", told, form, is_note=is_note)
    if len(text) > LONGEST:
        told = f"Nothing was {'saved' if is_note else 'sent'}. Shorten it to {LONGEST:,} characters."
        return _misshapen(f"The {what} is too long", told, form, is_note=is_note)
    return None


def _misshapen(title: str, told: str, form: Mapping[str, str], *, is_note: bool) -> Problem:
    kept, status = typed(form), HTTPStatus.BAD_REQUEST
    return Problem(status=status, title=title, text=told, typed=kept, key=key(form), is_note=is_note)


def explained(error: Exception, form: Mapping[str, str], *, is_note: bool = False) -> Problem:
    """Return what staff are told of a refusal. `error` is one of REFUSALS."""
    title, text = refusal(error)
    status = HTTPStatus.CONFLICT if isinstance(error, (NotAllowed, StaleView)) else HTTPStatus.SERVICE_UNAVAILABLE
    seen = number(form.get("last_seen")) if isinstance(error, StaleView) else None
    return Problem(status=status, title=title, text=text, typed=typed(form), key=key(form), is_note=is_note, seen=seen)
