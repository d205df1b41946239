"""Looking for cases by what was said in them: one statement that both databases understand.

Case and Spanish accents are looked through: patients leave them out, and so do staff.
"""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from bot.model import Author
from bot.store.desk.case_rows import CASES, IS_OPEN
from bot.store.schema.rows import to_case
from bot.store.schema.tables import case, line, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from bot.model import Case

_PEOPLE: Final = (Author.PATIENT, Author.STAFF)
_ACCENTED, _PLAIN = "áéíóúüñÁÉÍÓÚÜÑ", "aeiouunaeiouun"
"""By hand, both cases: SQLite's own functions know no case beyond ASCII."""

_PAIRS: Final = tuple(zip(_ACCENTED, _PLAIN, strict=True))
_NUMBER: Final = re.compile(r"(?:case\s*)?#?\s*(\d{1,18})", re.ASCII | re.IGNORECASE)


def search(connection: Connection, text: str, *, limit: int) -> Sequence[Case]:
    """Return the cases that hold the text, open ones first, then the one that changed last; none for no text."""
    wanted = text.strip()
    if not wanted:
        return ()
    found = CASES.where(_holds(wanted)).order_by(~IS_OPEN, case.c.updated_at.desc(), case.c.id.desc())
    return tuple(to_case(row) for row in connection.execute(found.limit(limit)))


def _holds(wanted: str) -> ColumnElement[bool]:
    said = select(line.c.conversation).where(line.c.author.in_(_PEOPLE), _has(line.c.text, wanted))
    noted = select(note.c.case).where(_has(note.c.text, wanted))
    number = _NUMBER.fullmatch(wanted)
    its = (case.c.conversation.in_(said), case.c.id.in_(noted))
    return or_(*its, case.c.id == int(number[1])) if number else or_(*its)


def _has(text: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    plain: ColumnElement[str] = reduce(lambda inner, pair: func.replace(inner, *pair), _PAIRS, text)
    return plain.icontains(wanted.translate(str.maketrans(_ACCENTED, _PLAIN)), autoescape=True)
