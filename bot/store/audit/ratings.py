"""What patients think of answers: in the audit, which outlives the words and holds no name."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.model import Author, Disposition
from bot.store import audit
from bot.store.schema.tables import audit as audit_table
from bot.store.schema.tables import line, outcome
from bot.surface import Rated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from bot.ports import Clock
    from bot.store.transaction import Database


class SqlRatings:
    """The Ratings port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def rate(self, conversation: str, number: int, *, is_helpful: bool) -> None:
        """Note whether a line of the desk's was helpful; the last word counts. Does nothing for any other line."""
        now = self._clock.now()
        with self._database.writing(conversation) as connection:
            its = (line.c.number == number, line.c.conversation == conversation, line.c.author == Author.DESK)
            if connection.execute(select(line.c.number).where(*its)).first():
                detail: dict[str, audit.Detail] = {"is_helpful": is_helpful}
                audit.append(connection, audit.Kind.RATED, audit.About(line=number), at=now, detail=detail)

    def entries(self) -> Sequence[Rated]:
        """Return every entry that was an answer, the least helpful first, then the most asked."""
        with self._database.reading() as connection:
            answers, said = _answers(connection), _said(connection)
        answered = Counter(entry for entries in answers.values() for entry in entries)
        rated = Counter((entry, said[number]) for number in said for entry in answers.get(number, ()))
        found = (
            Rated(entry=entry, answered=count, helpful=rated[entry, True], not_helpful=rated[entry, False])
            for entry, count in answered.items()
        )
        return tuple(sorted(found, key=lambda one: (-one.not_helpful, -one.answered, one.entry)))


def _answers(connection: Connection) -> Mapping[int, Sequence[str]]:
    """Return the entries of each line that answers from the FAQ."""
    answered = select(line.c.number, outcome.c.decision).join_from(line, outcome, line.c.answers == outcome.c.line)
    rows = connection.execute(answered.where(outcome.c.disposition == Disposition.ANSWER))
    return {row.number: row.decision.entries for row in rows}


def _said(connection: Connection) -> Mapping[int, bool]:
    """Return what was said last of each line that was rated."""
    rated = select(audit_table.c.line, audit_table.c.detail).where(audit_table.c.kind == audit.Kind.RATED)
    rows = connection.execute(rated.order_by(audit_table.c.number))
    return {row.line: bool(json.loads(row.detail)["is_helpful"]) for row in rows}
