"""Statements on `line` that several concerns share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, exists, func, select

from bot.model import Author, Line, Tone
from bot.store import audit
from bot.store.engine.many import inserting
from bot.store.schema.rows import storable, to_line
from bot.store.schema.tables import delivery, line, staff, withdrawn
from bot.surface import channel_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select

_IS_WITHDRAWN: Final = exists().where(
    withdrawn.c.conversation == line.c.conversation,
    withdrawn.c.client_id == func.coalesce(line.c.revises, line.c.client_id),
    line.c.author == Author.PATIENT,
)
LINES: Final = select(line, staff.c.name.label("staff_name"), _IS_WITHDRAWN.label("is_withdrawn")).outerjoin_from(
    line, staff, line.c.staff == staff.c.id
)
"""Every line, as `to_line` reads it."""

# Asked for with every message: made once, since making a statement takes longer than asking it.
_BY_NUMBER: Final = LINES.where(line.c.number == bindparam("number"))
_NAME: Final = select(staff.c.name).where(staff.c.id == bindparam("staff"))
_SENT: Final = LINES.where(
    line.c.conversation == bindparam("conversation"),
    line.c.author == bindparam("author"),
    line.c.client_id == bindparam("client_id"),
)
_INSERTED: Final = line.insert().returning(line.c.number)
MANY: Final = inserting(line, without=("number",), returning=("number", "salt"))
"""What `add_lines` inserts."""

_BLANK: Final = {"reply": None, "client_id": None, "staff": None, "answers": None, "revises": None, "files": 0}


def add_line(connection: Connection, **values: Any) -> Line:  # noqa: ANN401 - the columns' own types
    """Insert a line, which the audit bears witness to, and return it as it was stored."""
    audit.hold_head(connection)
    salt = token_hex(16)
    number = connection.execute(_INSERTED, {**values, "salt": salt}).scalar_one()
    added = _added(number, values)
    by = values.get("staff")
    _witness(connection, added, salt, by)
    _send(connection, added)
    if by:
        return replace(added, staff_name=connection.execute(_NAME, {"staff": by}).scalar_one())
    # On another platform a patient's deletion may be heard of before what it deletes.
    may_be_withdrawn = added.author is Author.PATIENT and channel_of(added.conversation) is not None
    return _only(connection, _BY_NUMBER, number=number) or added if may_be_withdrawn else added


def add_lines(
    connection: Connection,
    several: Sequence[Mapping[str, Any]],
    insert: Callable[[Sequence[Mapping[str, Any]]], Sequence[Row[Any]]],
) -> Sequence[Line]:
    """Insert patients' and the desk's lines, of conversations that their pages fetch, as `add_line` does each.

    `insert` runs MANY for the rows, alone or in one statement with what belongs to them.
    """
    audit.hold_head(connection)
    rows = [{**_BLANK, **values, "salt": token_hex(16)} for values in several]
    # By the salt, which no two share: in which order rows are returned is not said anywhere.
    numbers = {back.salt: back.number for back in insert(rows)}
    added = [_added(numbers[row["salt"]], row) for row in rows]
    for one, row in zip(added, rows, strict=True):
        _witness(connection, one, row["salt"])
    return added


def _added(number: int, values: Mapping[str, Any]) -> Line:
    """Return a new line as it will be read, without reading it again: each statement is a way to the server."""
    client_id = values.get("client_id")
    return Line(
        number=number,
        conversation=storable(values["conversation"]),
        author=Author(values["author"]),
        text=storable(values["text"]),
        at=values["at"].astimezone(UTC),
        reply=values.get("reply"),
        client_id=client_id and storable(client_id),
        revises=values.get("revises"),
        files=values.get("files", 0),
    )


def _witness(connection: Connection, added: Line, salt: str, by: int | None = None) -> None:
    said = {"author": added.author, "commitment": audit.commitment(salt, added.text)}
    about = audit.About(line=added.number, staff=by)
    audit.append(connection, audit.Kind.LINE, about, at=added.at, detail=said)


def _send(connection: Connection, added: Line) -> None:
    """Put a line into the outbox where its patient reads it on another platform, in the line's own transaction."""
    channel = channel_of(added.conversation)
    if channel is None or added.author is Author.PATIENT:
        return
    is_urgent = added.reply is not None and added.reply.tone is Tone.URGENT
    row = {"line": added.number, "channel": channel, "conversation": added.conversation, "due_at": added.at}
    connection.execute(delivery.insert().values(**row, is_urgent=is_urgent))


def reply_to(connection: Connection, number: int) -> Line | None:
    """Return the desk's line that answers line `number`."""
    return only_line(connection, line.c.answers == number)


def sent_already(connection: Connection, conversation: str, *, author: Author, client_id: str) -> Line | None:
    """Return the author's line with the sender's own id; a patient's id and a staff member's never meet."""
    return _only(connection, _SENT, conversation=conversation, author=author, client_id=client_id)


def only_line(connection: Connection, *conditions: ColumnElement[bool]) -> Line | None:
    """Return the one line that the conditions can meet."""
    return _only(connection, LINES.where(*conditions))


def _only(connection: Connection, asked: Select[Any], **values: object) -> Line | None:
    row = connection.execute(asked, values).one_or_none()
    return to_line(row) if row else None
