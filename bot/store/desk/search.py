"""Looking for cases by what was said in them: one statement that both databases understand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from bot.model import Author
from bot.store.desk.case_rows import CASES, IS_OPEN
from bot.store.schema.rows import to_case
from bot.store.schema.tables import case, line, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from bot.model import Case

_PEOPLE: Final = (Author.PATIENT, Author.STAFF)
_NUMBER: Final = re.compile(r"(?:case\s*)?#?\s*(\d{1,18})", re.ASCII | re.IGNORECASE)


def search(connection: Connection, text: str, *, limit: int) -> Sequence[Case]:
    """Return the cases that hold the text, open ones first, then the one that changed last; none for no text."""
    wanted = text.strip()
    if not wanted:
        return ()
    found = CASES.where(_holds(wanted)).order_by(~IS_OPEN, case.c.updated_at.desc(), case.c.id.desc())
    return tuple(to_case(row) for row in connection.execute(found.limit(limit)))


def _holds(wanted: str) -> ColumnElement[bool]:
    said = select(line.c.conversation).where(line.c.author.in_(_PEOPLE), line.c.text.icontains(wanted, autoescape=True))
    noted = select(note.c.case).where(note.c.text.icontains(wanted, autoescape=True))
    number = _NUMBER.fullmatch(wanted)
    its = (case.c.conversation.in_(said), case.c.id.in_(noted))
    return or_(*its, case.c.id == int(number[1])) if number else or_(*its)
