"""Plain messages and outcomes, many at once: what is known of them is asked, and what is new written, together.

Plain is a new message, or the first outcome of a line that touches no case, of a conversation that its page fetches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from sqlalchemy import bindparam, exists, select, tuple_

from bot.model import Author, Dialogue, Message
from bot.ports import Accepted
from bot.store.desk.case_rows import IS_OPEN
from bot.store.engine.many import inserting, updating
from bot.store.ledger.dialogues import still_in_crisis
from bot.store.ledger.lines import add_lines
from bot.store.ledger.outcomes import Recording, outcome_row, reply_row, witness
from bot.store.schema.rows import storable
from bot.store.schema.tables import case, conversation, line, outcome
from bot.surface import channel_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from bot.model import Line, Reply

Work: TypeAlias = Message | Recording

_TALKS: Final = select(
    conversation.c.id,
    conversation.c.dialogue,
    exists().where(case.c.conversation == conversation.c.id, IS_OPEN).label("has_case"),
).where(conversation.c.id.in_(bindparam("names", expanding=True)))
_SENT: Final = select(line.c.conversation, line.c.client_id).where(
    line.c.author == Author.PATIENT,
    tuple_(line.c.conversation, line.c.client_id).in_(bindparam("sent", expanding=True)),
)
_ENDED: Final = select(outcome.c.line).where(outcome.c.line.in_(bindparam("lines", expanding=True)))
_BEGIN: Final = inserting(conversation, without=("seen", "seen_at"))
_RECORD: Final = inserting(outcome)
_KEEP: Final = updating(conversation.c.id, conversation.c.dialogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored of a batch's conversations: dialogues, which have an open case, what came or ended before."""

    dialogues: Mapping[str, Dialogue]
    with_case: frozenset[str]
    sent: frozenset[tuple[str, str]]
    ended: frozenset[int]

    def is_plain(self, work: Work) -> bool:
        """Tell whether nothing but new rows come of it."""
        name = storable(work.conversation)
        if channel_of(name) is not None:
            return False
        if isinstance(work, Message):
            return (name, storable(work.client_id)) not in self.sent
        is_staffs = work.decision.escalates or name in self.with_case
        return name in self.dialogues and work.line.number not in self.ended and not is_staffs


def known_of(connection: Connection, works: Sequence[Work]) -> Known:
    """Ask what is stored already."""
    talks = connection.execute(_TALKS, {"names": [work.conversation for work in works]}).all()
    ids = [(work.conversation, work.client_id) for work in works if isinstance(work, Message)]
    lines = [work.line.number for work in works if isinstance(work, Recording)]
    return Known(
        dialogues={row.id: row.dialogue for row in talks},
        with_case=frozenset(row.id for row in talks if row.has_case),
        sent=frozenset((one.conversation, one.client_id) for one in connection.execute(_SENT, {"sent": ids}) if ids),
        ended=frozenset(connection.execute(_ENDED, {"lines": lines}).scalars()) if lines else frozenset(),
    )


def write_plain(connection: Connection, known: Known, works: Sequence[Work]) -> Sequence[Accepted | Line | None]:
    """Write what is plain, at most one thing of each conversation, and return what each came to."""
    messages = [work for work in works if isinstance(work, Message)]
    told = [(work, _reply(work)) for work in works if isinstance(work, Recording)]
    _begin(connection, known, messages)
    replies = [reply_row(one, reply) for one, reply in told if reply]
    lines = iter(add_lines(connection, [*map(line_row, messages), *replies]))
    of_messages = iter([_accepted(known, next(lines)) for _ in messages])
    _record(connection, known, told)
    of_told = iter([next(lines) if reply else None for _, reply in told])
    return [next(of_messages) if isinstance(work, Message) else next(of_told) for work in works]


def line_row(message: Message) -> dict[str, object]:
    """Return a message's row of `line`."""
    return {
        "conversation": message.conversation,
        "author": Author.PATIENT,
        "text": message.text,
        "client_id": message.client_id,
        "at": message.sent_at,
        "revises": message.revises,
        "files": message.files,
    }


def conversation_row(message: Message) -> dict[str, object]:
    """Return the row of the conversation that a message begins."""
    return {
        "id": message.conversation,
        "channel": message.channel,
        "created_at": message.sent_at,
        "dialogue": Dialogue(),
    }


def _begin(connection: Connection, known: Known, messages: Sequence[Message]) -> None:
    new = [one for one in messages if storable(one.conversation) not in known.dialogues]
    _BEGIN.run(connection, [conversation_row(one) for one in new])


def _accepted(known: Known, added: Line) -> Accepted:
    before = known.dialogues.get(added.conversation) or Dialogue()
    return Accepted(line=added, is_new=True, reply=None, dialogue=before)


def _reply(told: Recording) -> Reply | None:
    return told.reply(None) if callable(told.reply) else told.reply


def _record(connection: Connection, known: Known, told: Sequence[tuple[Recording, Reply | None]]) -> None:
    _RECORD.run(connection, [outcome_row(one, is_silent=reply is None) for one, reply in told])
    for one, reply in told:
        witness(connection, one, is_silent=reply is None)
    _KEEP.run(connection, [_kept(known, one) for one, _ in told])


def _kept(known: Known, told: Recording) -> dict[str, object]:
    stored = known.dialogues[storable(told.conversation)]
    return {"key": told.conversation, "value": still_in_crisis(stored, told.dialogue)}
