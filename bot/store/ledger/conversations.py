"""Reading a conversation, and recording what a message came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.store.ledger.dialogues import dialogue_of
from bot.store.ledger.lines import LINES
from bot.store.ledger.outcomes import Recording
from bot.store.schema.rows import to_line
from bot.store.schema.tables import line, outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Decision, Dialogue, Line, Reply
    from bot.ports import Clock, ReplyTo
    from bot.store.ledger.batch import Batch
    from bot.store.transaction import Database


class SqlConversations:
    """The Conversations port."""

    def __init__(self, database: Database, clock: Clock, batch: Batch) -> None:
        self._database = database
        self._clock = clock
        self._batch = batch

    def dialogue(self, conversation: str) -> Dialogue:
        """Return the state the next message is read with; a fresh one for an unknown conversation."""
        with self._database.glancing() as connection:
            return dialogue_of(connection, conversation)

    def record(
        self,
        line: Line,
        *,
        decision: Decision,
        reply: Reply | ReplyTo | None,
        dialogue: Dialogue,
        due_at: datetime | None = None,
    ) -> Line | None:
        """Commit the outcome, the reply, the dialogue and the case; once for each line.

        A crisis that the stored dialogue is in stays: only `resolve` ends it, not a message that was read before it.
        Where a person has the conversation, only danger is answered.
        """
        now = self._clock.now()
        told = Recording(line=line, decision=decision, reply=reply, dialogue=dialogue, now=now, due_at=due_at)
        return self._batch.record(told)

    def lines(self, conversation: str, *, after: int = 0) -> Sequence[Line]:
        """Return the conversation's lines with a number above `after`, in order."""
        later = LINES.where(line.c.conversation == conversation, line.c.number > after).order_by(line.c.number)
        with self._database.reading() as connection:
            return tuple(to_line(row) for row in connection.execute(later))

    def decisions(self, conversation: str) -> Sequence[tuple[Line, Decision]]:
        """Return what each of the patient's lines came to, in order."""
        judged = LINES.add_columns(outcome.c.decision).join(outcome, outcome.c.line == line.c.number)
        its = judged.where(line.c.conversation == conversation).order_by(line.c.number)
        with self._database.reading() as connection:
            return tuple((to_line(row), row.decision) for row in connection.execute(its))

    def latest(self) -> int:
        """Return the highest line number of the whole store, 0 for an empty one."""
        with self._database.reading() as connection:
            return connection.execute(select(func.max(line.c.number))).scalar() or 0
