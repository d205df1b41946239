"""Values to what a column holds, and back: the model as JSON, rows as lines, cases and accounts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.errors import StoreUnusable
from bot.model import (
    Account,
    Author,
    Case,
    CaseState,
    Decision,
    Dialogue,
    Disposition,
    Line,
    Note,
    Priority,
    Queue,
    Reply,
    Resolution,
    Role,
    StaffMember,
    StaffSession,
    Timer,
    TimerKind,
)
from bot.pages import Page, Place
from bot.waiting import Means, Notice, Told

if TYPE_CHECKING:
    from sqlalchemy import Row

V = TypeVar("V", Dialogue, Reply, Decision, tuple[str, ...])

UNREADABLE: Final = "a stored value cannot be read: the database is damaged; restore the last backup"

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_ADAPTERS: Final[dict[object, TypeAdapter[Any]]] = {
    kind: TypeAdapter(kind) for kind in (Dialogue, Reply, Decision, tuple[str, ...])
}


def storable(text: str) -> str:
    """Replace what a database cannot hold, NUL and halves of surrogate pairs, by U+FFFD."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def to_text(value: object) -> str:
    """Return what `json.dumps` takes as the text that is stored of it."""
    return storable(_ENCODER.encode(value))


def to_json(value: Dialogue | Reply | Decision | tuple[str, ...]) -> object:
    """Return the value as what `json.dumps` takes."""
    kind = tuple[str, ...] if isinstance(value, tuple) else type(value)
    # Without warnings: they would quote the value.
    return _ADAPTERS[kind].dump_python(value, warnings=False)


def from_json(kind: type[V], stored: object) -> V:
    """Return the value that `to_json` made `stored` of; keys it does not know are left out.

    Raises StoreUnusable, without a word of what was stored, where a known key holds something impossible.
    """
    try:
        value: V = _ADAPTERS[kind].validate_python(stored)
    except ValidationError:
        raise StoreUnusable(UNREADABLE) from None
    return value


def to_line(row: Row[Any]) -> Line:
    """Return a row of `line` joined with the writer's name."""
    return Line(
        number=row.number,
        conversation=row.conversation,
        author=Author(row.author),
        text=row.text,
        at=row.at,
        reply=row.reply,
        client_id=row.client_id,
        staff_name=row.staff_name,
        revises=row.revises,
        files=row.files,
        is_withdrawn=row.is_withdrawn,
    )


def to_case(row: Row[Any]) -> Case:
    """Return a row of `case` joined with its channel and with the names of those it names."""
    return Case(
        id=row.id,
        conversation=row.conversation,
        channel=row.channel,
        disposition=Disposition(row.disposition),
        queue=Queue(row.queue),
        priority=Priority(row.priority),
        state=CaseState(row.state),
        signals=row.signals,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        due_at=row.due_at,
        owner_id=row.owner,
        owner=row.owner_name,
        claimed_at=row.claimed_at,
        snoozed_until=row.snoozed_until,
        paged_at=row.paged_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by_name,
        contacted_at=row.contacted_at,
        is_verified=row.is_verified,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by_name,
        resolution=row.resolution and Resolution(row.resolution),
    )


def to_timer(row: Row[Any]) -> Timer:
    """Return a row of `timer`."""
    return Timer(id=row.id, kind=TimerKind(row.kind), case=row.case, step=row.step, due_at=row.due_at)


def to_page(row: Row[Any]) -> Page:
    """Return a row of `page` joined with what of its case may be told."""
    return Page(
        id=row.id,
        place=Place(role=row.role, number=row.destination),
        step=row.step,
        queued_at=row.queued_at,
        case=row.case,
        disposition=row.disposition and Disposition(row.disposition),
        channel=row.channel,
        since=row.paged_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        failed_at=row.failed_at,
        attempts=row.attempts,
        error=row.error,
    )


def to_notice(row: Row[Any]) -> Notice:
    """Return a row of `notice` joined with what the patient left and the conversation's state."""
    means = Means(row.means)
    return Notice(
        id=row.id,
        case=row.case,
        means=means,
        typed=row.email if means is Means.EMAIL else row.phone,
        language=row.dialogue.language,
        attempts=row.attempts,
    )


def to_told(row: Row[Any]) -> Told:
    """Return what became of a row of `notice`."""
    return Told(
        means=Means(row.means),
        at=row.sent_at or row.failed_at or row.queued_at,
        is_sent=row.sent_at is not None,
        error=row.error,
        is_over=row.due_at is None,
    )


def to_note(row: Row[Any]) -> Note:
    """Return a row of `note` joined with the writer's name."""
    return Note(id=row.id, case=row.case, staff_name=row.staff_name, text=row.text, at=row.at)


def to_staff(row: Row[Any]) -> StaffMember:
    """Return a row of `staff`."""
    return StaffMember(
        id=row.id,
        username=row.username,
        name=row.name,
        role=Role(row.role),
        must_change_password=row.one_time_until is not None,
    )


def to_account(row: Row[Any]) -> Account:
    """Return a row of `staff` with what who keeps the accounts sees."""
    return Account(
        staff=to_staff(row),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        one_time_until=row.one_time_until,
    )


def to_session(row: Row[Any]) -> StaffSession:
    """Return a row of `staff_session`."""
    return StaffSession(
        token_hash=row.token_hash,
        browser=row.browser,
        opened_at=row.opened_at,
        used_at=row.used_at,
        expires_at=row.expires_at,
    )
