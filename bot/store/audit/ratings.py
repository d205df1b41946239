"""What patients think of answers: in the audit, which outlives the words and holds no name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.model import Author
from bot.store import audit
from bot.store.schema.tables import line

if TYPE_CHECKING:
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
