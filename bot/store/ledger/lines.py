"""Statements on `line` that several concerns share."""

from __future__ import annotations

from datetime import UTC
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, exists, func, select

from bot.model import Author, Line, Tone
from bot.store import audit
from bot.store.schema.rows import storable, to_line
from bot.store.schema.tables import delivery, line, staff, withdrawn
from bot.surface import channel_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, Select

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
_SENT: Final = LINES.where(
    line.c.conversation == bindparam("conversation"),
    line.c.author == bindparam("author"),
    line.c.client_id == bindparam("client_id"),
)
_INSERTED: Final = line.insert().returning(line.c.number)


def add_line(connection: Connection, **values: Any) -> Line:  # noqa: ANN401 - the columns' own types
    """Insert a line, which the audit bears witness to, and return it as it was stored."""
    audit.hold_head(connection)
    salt = token_hex(16)
    number = connection.execute(_INSERTED, {**values, "salt": salt}).scalar_one()
    added = _added(connection, number, values)
    about = audit.About(line=number, staff=values.get("staff"))
    said = {"author": added.author, "commitment": audit.commitment(salt, added.text)}
    audit.append(connection, audit.Kind.LINE, about, at=added.at, detail=said)
    _send(connection, added)
    return added


def _added(connection: Connection, number: int, values: Mapping[str, Any]) -> Line:
    """Return a new line as it will be read, without reading it again: each statement is a way to the server."""
    name, by, client_id = storable(values["conversation"]), values.get("staff"), values.get("client_id")
    added = Line(
        number=number,
        conversation=name,
        author=Author(values["author"]),
        text=storable(values["text"]),
        at=values["at"].astimezone(UTC),
        reply=values.get("reply"),
        client_id=client_id and storable(client_id),
        staff_name=connection.execute(select(staff.c.name).where(staff.c.id == by)).scalar_one() if by else None,
        revises=values.get("revises"),
        files=values.get("files", 0),
    )
    # On another platform a patient's deletion may be heard of before what it deletes.
    may_be_withdrawn = added.author is Author.PATIENT and channel_of(name) is not None
    return _only(connection, _BY_NUMBER, number=number) or added if may_be_withdrawn else added


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
