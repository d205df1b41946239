"""Reading a conversation, and recording what a message came to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from bot.desk.states import is_owned
from bot.model import Author, Concern, Dialogue, Disposition, Priority
from bot.store import audit
from bot.store.desk.escalate import Escalation, follow
from bot.store.desk.seriousness import more_serious
from bot.store.ledger.lines import LINES, add_line, reply_to
from bot.store.schema.rows import to_line
from bot.store.schema.tables import conversation, line, outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Decision, Line, Reply
    from bot.ports import Clock, ReplyTo
    from bot.store.transaction import Database


ALARMS: Final = frozenset({Concern.CRISIS, Concern.EMERGENCY})


class SqlConversations:
    """The Conversations port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

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
        Where a person has the conversation, which is asked here, in the sending transaction, only danger is answered.
        """
        now = self._clock.now()
        with self._database.writing(line.conversation) as connection:
            if _has_outcome(connection, line):
                return reply_to(connection, line.number)
            case = follow(connection, line, Escalation(decision=decision, now=now, due_at=due_at))
            said = None if is_owned(case) and not _is_alarming(decision) else reply
            told = said(case) if callable(said) else said
            _add_outcome(connection, line, decision, now, is_silent=told is None)
            keep_dialogue(connection, line.conversation, _still_in_crisis(connection, line, dialogue))
            return _add_reply(connection, line, told, now) if told else None

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


def dialogue_of(connection: Connection, name: str) -> Dialogue:
    """Return the stored dialogue; a fresh one for an unknown conversation."""
    stored = connection.execute(select(conversation.c.dialogue).where(conversation.c.id == name)).scalar()
    return stored or Dialogue()


def keep_dialogue(connection: Connection, name: str, dialogue: Dialogue) -> None:
    """Store the dialogue for the next message."""
    connection.execute(conversation.update().where(conversation.c.id == name).values(dialogue=dialogue))


def _still_in_crisis(connection: Connection, line: Line, dialogue: Dialogue) -> Dialogue:
    before = dialogue_of(connection, line.conversation).in_crisis
    return replace(dialogue, in_crisis=_worse(before, dialogue.in_crisis))


def _worse(one: Disposition | None, other: Disposition | None) -> Disposition | None:
    return more_serious(one, other) if one and other else one or other


def _has_outcome(connection: Connection, line: Line) -> bool:
    return connection.execute(select(outcome.c.line).where(outcome.c.line == line.number)).first() is not None


def _is_alarming(decision: Decision) -> bool:
    """Tell whether the reply holds crisis lines that this message itself calls for, or the desk was in doubt."""
    if decision.disposition in {Disposition.CRISIS, Disposition.EMERGENCY}:
        return any(signal.concern in ALARMS for signal in decision.signals)
    return decision.priority is not Priority.ROUTINE


def _add_outcome(connection: Connection, line: Line, decision: Decision, now: datetime, *, is_silent: bool) -> None:
    known = {"disposition": decision.disposition, "queue": decision.queue, "priority": decision.priority}
    row = {"line": line.number, **known, "decision": decision, "at": now, "is_silent": is_silent}
    connection.execute(outcome.insert().values(**row))
    rules: list[str] = [signal.id for signal in decision.signals]
    detail = {**known, "is_silent": is_silent, "entries": list(decision.entries), "rules": rules}
    audit.append(connection, audit.Kind.OUTCOME, audit.About(line=line.number), at=now, detail=detail)


def _add_reply(connection: Connection, line: Line, reply: Reply, now: datetime) -> Line:
    return add_line(
        connection,
        conversation=line.conversation,
        author=Author.DESK,
        text="\n\n".join(reply.paragraphs),
        reply=reply,
        answers=line.number,
        at=now,
    )
