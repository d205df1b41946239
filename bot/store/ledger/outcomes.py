"""Recording what a message came to: its outcome, the reply, the dialogue, and the case where it is one for staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bot.desk.states import is_owned
from bot.model import Author, Concern, Disposition, Priority
from bot.store import audit
from bot.store.desk.escalate import Escalation, follow
from bot.store.ledger.dialogues import dialogue_of, keep_dialogue, still_in_crisis
from bot.store.ledger.lines import add_line, reply_to
from bot.store.schema.tables import outcome

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Decision, Dialogue, Line, Reply
    from bot.ports import ReplyTo

_ALARMS: Final = frozenset({Concern.CRISIS, Concern.EMERGENCY})
_OUTCOMES: Final = outcome.insert()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What is to be recorded of a line at a moment, as the Conversations port's `record` is told."""

    line: Line
    decision: Decision
    reply: Reply | ReplyTo | None
    dialogue: Dialogue
    now: datetime
    due_at: datetime | None = None

    @property
    def conversation(self) -> str:
        """Return the line's conversation."""
        return self.line.conversation


def recorded(connection: Connection, told: Recording) -> Line | None:
    """Record an outcome and return the reply's line, once for each line.

    Where a person has the conversation, which is asked here, in the sending transaction, only danger is answered.
    """
    line, decision, now = told.line, told.decision, told.now
    if _has_outcome(connection, line):
        return reply_to(connection, line.number)
    case = follow(connection, line, Escalation(decision=decision, now=now, due_at=told.due_at))
    said = None if is_owned(case) and not _is_alarming(decision) else told.reply
    reply = said(case) if callable(said) else said
    connection.execute(_OUTCOMES, outcome_row(told, is_silent=reply is None))
    witness(connection, told, is_silent=reply is None)
    stored = dialogue_of(connection, line.conversation)
    keep_dialogue(connection, line.conversation, still_in_crisis(stored, told.dialogue))
    return add_line(connection, **reply_row(told, reply)) if reply else None


def outcome_row(told: Recording, *, is_silent: bool) -> dict[str, object]:
    """Return the row of `outcome`."""
    decision = told.decision
    known = {"disposition": decision.disposition, "queue": decision.queue, "priority": decision.priority}
    return {"line": told.line.number, **known, "decision": decision, "at": told.now, "is_silent": is_silent}


def witness(connection: Connection, told: Recording, *, is_silent: bool) -> None:
    """Let the audit bear witness to an outcome."""
    decision = told.decision
    known = {"disposition": decision.disposition, "queue": decision.queue, "priority": decision.priority}
    rules: list[str] = [signal.id for signal in decision.signals]
    detail = {**known, "is_silent": is_silent, "entries": list(decision.entries), "rules": rules}
    audit.append(connection, audit.Kind.OUTCOME, audit.About(line=told.line.number), at=told.now, detail=detail)


def reply_row(told: Recording, reply: Reply) -> dict[str, object]:
    """Return the row of `line` that answers."""
    return {
        "conversation": told.conversation,
        "author": Author.DESK,
        "text": "\n\n".join(reply.paragraphs),
        "reply": reply,
        "answers": told.line.number,
        "at": told.now,
    }


def _has_outcome(connection: Connection, line: Line) -> bool:
    return connection.execute(select(outcome.c.line).where(outcome.c.line == line.number)).first() is not None


def _is_alarming(decision: Decision) -> bool:
    """Tell whether the reply holds crisis lines that this message itself calls for, or the desk was in doubt."""
    if decision.disposition in {Disposition.CRISIS, Disposition.EMERGENCY}:
        return any(signal.concern in _ALARMS for signal in decision.signals)
    return decision.priority is not Priority.ROUTINE
