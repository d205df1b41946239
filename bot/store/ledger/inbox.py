"""Patients' messages: committed before anything is done with them, once each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, exists, select

from bot.model import Author
from bot.ports import Accepted
from bot.store import audit
from bot.store.ledger.lines import LINES, add_line, reply_to, sent_already
from bot.store.ledger.plain import conversation_row, line_row
from bot.store.schema.rows import to_line
from bot.store.schema.tables import conversation, line, outcome, withdrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from bot.model import Line, Message
    from bot.ports import Clock
    from bot.store.ledger.batch import Batch
    from bot.store.transaction import Database


_BEGIN: Final = conversation.insert()
_BEGUN: Final = select(conversation.c.id).where(conversation.c.id == bindparam("name"))


class SqlInbox:
    """The Inbox port."""

    def __init__(self, database: Database, clock: Clock, batch: Batch) -> None:
        self._database = database
        self._clock = clock
        self._batch = batch

    def accept(self, message: Message) -> Accepted:
        """Commit the message, once for each (conversation, client_id); the first text stays."""
        return self._batch.accept(message)

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Accepted]:
        """Commit messages together, in order: one wait for the disk for all that came meanwhile."""
        with self._database.writing() as connection:
            return tuple(accepted(connection, message) for message in messages)

    def withdraw(self, conversation: str, client_id: str) -> None:
        """Mark what the patient sent, or is yet to be heard to have sent, with this id as deleted by them."""
        now = self._clock.now()
        with self._database.writing(conversation) as connection:
            its = (withdrawn.c.conversation == conversation, withdrawn.c.client_id == client_id)
            if connection.execute(select(withdrawn.c.at).where(*its)).first():
                return
            connection.execute(withdrawn.insert().values(conversation=conversation, client_id=client_id, at=now))
            known = sent_already(connection, conversation, author=Author.PATIENT, client_id=client_id)
            audit.append(connection, audit.Kind.WITHDRAWN, audit.About(line=known.number if known else None), at=now)

    def unanswered(self) -> Sequence[Line]:
        """Return the patients' lines that have no outcome yet, oldest first."""
        waits = LINES.where(line.c.author == Author.PATIENT, ~exists().where(outcome.c.line == line.c.number))
        with self._database.reading() as connection:
            return tuple(to_line(row) for row in connection.execute(waits.order_by(line.c.number)))


def accepted(connection: Connection, message: Message) -> Accepted:
    """Store one message where it is new, and return its line; its reply too where there is one."""
    known = sent_already(connection, message.conversation, author=Author.PATIENT, client_id=message.client_id)
    if known:
        return Accepted(line=known, is_new=False, reply=reply_to(connection, known.number))
    if connection.execute(_BEGUN, {"name": message.conversation}).first() is None:
        connection.execute(_BEGIN, conversation_row(message))
    return Accepted(line=add_line(connection, **line_row(message)), is_new=True, reply=None)
