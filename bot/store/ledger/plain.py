"""Plain messages and outcomes, many at once: what is known of them is asked, and what is new written, together.

Plain is a new message, or the first outcome of a line that touches no case, of a conversation that its page fetches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import ARRAY, any_, bindparam, exists, false, null, select, union_all

from bot.model import Author, Dialogue, Message
from bot.ports import Accepted
from bot.store.desk.case_rows import IS_OPEN
from bot.store.engine.many import Steps, inserting, updating
from bot.store.ledger.dialogues import still_in_crisis
from bot.store.ledger.lines import MANY, add_lines
from bot.store.ledger.outcomes import Recording, outcome_row, reply_row, witness
from bot.store.schema.rows import storable
from bot.store.schema.tables import case, conversation, line, outcome
from bot.surface import channel_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, CompoundSelect, Connection

    from bot.model import Line, Reply

Work: TypeAlias = Message | Recording


def _asked(among: Callable[[Column[Any], str], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """Return the question what is known: of `names` the conversations, of them what was sent, of `lines` what ended."""
    has_case = exists().where(case.c.conversation == conversation.c.id, IS_OPEN)
    talks = select(
        conversation.c.id.label("name"), null().label("line"), conversation.c.dialogue, has_case.label("has_case")
    )
    sent = select(line.c.conversation, line.c.number, null(), false()).where(line.c.author == Author.PATIENT)
    ended = select(null(), outcome.c.line, null(), false())
    return union_all(
        talks.where(among(conversation.c.id, "names")),
        sent.where(among(line.c.conversation, "names"), among(line.c.client_id, "ids")),
        ended.where(among(outcome.c.line, "lines")),
    )


def _is_any(one: Column[Any], name: str) -> ColumnElement[bool]:
    # As one value, so that the statement, however many they are, is always the same and planned once.
    return one == any_(bindparam(name, type_=ARRAY(one.type)))


def _is_in(one: Column[Any], name: str) -> ColumnElement[bool]:
    return one.in_(bindparam(name, expanding=True))


_KNOWN: Final = {"postgresql": _asked(_is_any), "sqlite": _asked(_is_in)}
_WRITE: Final = Steps(
    inserting(conversation, without=("seen", "seen_at")), updating(conversation, "dialogue"), inserting(outcome), MANY
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored of a batch's conversations: dialogues, who has an open case or sent it before, what ended."""

    dialogues: Mapping[str, Dialogue]
    with_case: frozenset[str]
    sent: frozenset[str]
    ended: frozenset[int]

    def is_plain(self, work: Work) -> bool:
        """Tell whether nothing but new rows come of it."""
        name = storable(work.conversation)
        if channel_of(name) is not None:
            return False
        if isinstance(work, Message):
            return name not in self.sent
        is_staffs = work.decision.escalates or name in self.with_case
        return name in self.dialogues and work.line.number not in self.ended and not is_staffs


def known_of(connection: Connection, works: Sequence[Work]) -> Known:
    """Ask what is stored already."""
    ids = [work.client_id for work in works if isinstance(work, Message)]
    lines = [work.line.number for work in works if isinstance(work, Recording)]
    asked = {"names": [work.conversation for work in works], "ids": ids, "lines": lines}
    rows = connection.execute(_KNOWN[connection.dialect.name], asked).all()
    return Known(
        dialogues={row.name: row.dialogue for row in rows if row.line is None},
        with_case=frozenset(row.name for row in rows if row.has_case),
        sent=frozenset(row.name for row in rows if row.line is not None and row.name is not None),
        ended=frozenset(row.line for row in rows if row.name is None),
    )


def write_plain(connection: Connection, known: Known, works: Sequence[Work]) -> Sequence[Accepted | Line | None]:
    """Write what is plain, at most one thing of each conversation, and return what each came to."""
    messages = [work for work in works if isinstance(work, Message)]
    told = [(work, _reply(work)) for work in works if isinstance(work, Recording)]
    if not works:
        return ()
    begun = [conversation_row(one) for one in messages if storable(one.conversation) not in known.dialogues]
    kept = [_kept(known, one) for one, _ in told]
    ended = [outcome_row(one, is_silent=reply is None) for one, reply in told]
    said = [*map(line_row, messages), *(reply_row(one, reply) for one, reply in told if reply)]
    lines = iter(add_lines(connection, said, partial(_WRITE.run, connection, begun, kept, ended)))
    for one, reply in told:
        witness(connection, one, is_silent=reply is None)
    of_messages = iter([_accepted(known, next(lines)) for _ in messages])
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


def _accepted(known: Known, added: Line) -> Accepted:
    before = known.dialogues.get(added.conversation) or Dialogue()
    return Accepted(line=added, is_new=True, reply=None, dialogue=before)


def _reply(told: Recording) -> Reply | None:
    return told.reply(None) if callable(told.reply) else told.reply


def _kept(known: Known, told: Recording) -> dict[str, object]:
    stored = known.dialogues[storable(told.conversation)]
    return {"its_id": told.conversation, "new_dialogue": still_in_crisis(stored, told.dialogue)}
