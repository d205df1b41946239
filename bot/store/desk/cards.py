"""Cases as staff see them on other platforms: which are not shown as they are, and what became of drawing them.

Nothing is queued: a card is due while it shows another state than the case has, so that no change is ever missed and
many changes at once are drawn once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, or_, select

from bot.model import Author, CaseState
from bot.store.desk.case_rows import CASES, IS_OPEN
from bot.store.desk.seriousness import rank
from bot.store.ledger.lines import LINES
from bot.store.schema.rows import to_case, to_line
from bot.store.schema.tables import card, case, line
from bot.surface import Card, Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from bot.model import Case, Line
    from bot.ports import Clock
    from bot.store.transaction import Database

LEASE: Final = timedelta(seconds=60)
"""How long a card is its taker's: longer than drawing may last."""

RINGS_EVERY: Final = timedelta(minutes=2)
"""How often everybody is called while someone may be in danger and nobody has seen it (safety.md, Who is told)."""

_ERROR_LENGTH: Final = 64


class SqlCards:
    """The Cards port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, surface: str, *, limit: int) -> Sequence[Card]:
        """Take over the cards that show not what is true, most urgent first; a closed case without one needs none."""
        now = self._clock.now()
        with self._database.reading() as connection:
            if connection.execute(_due(surface, now).limit(1)).first() is None:
                return ()
        with self._database.writing() as connection:
            rows = connection.execute(_due(surface, now)).all()
            first = sorted(rows, key=lambda row: (rank(to_case(row).priority), row.id))[:limit]
            return tuple(self._taken(connection, surface, row, now) for row in first)

    def drawn(self, surface: str, one: Card, at: Drawn) -> None:
        """Note that the case is shown as the card has it."""
        shown = {"place": at.place, "message": at.message, "shows": one.case.updated_at, "error": None, "attempts": 0}
        now = self._clock.now()
        with self._database.writing() as connection:
            rang = {"rang_at": now} if one.rings else {}
            connection.execute(card.update().where(*_its(surface, one)).values(**shown, **rang, due_at=now))

    def later(self, surface: str, one: Card, error: str, *, seconds: float) -> None:
        """Note why a card could not be drawn, and that it is tried again."""
        due_at = self._clock.now() + timedelta(seconds=seconds)
        with self._database.writing() as connection:
            tried = {"due_at": due_at, "error": error[:_ERROR_LENGTH]}
            connection.execute(card.update().where(*_its(surface, one)).values(**tried))

    def lost(self, surface: str, one: Card) -> None:
        """Note that the card, or its place, is gone: it is drawn anew elsewhere."""
        gone = {"place": "", "message": "", "shows": None, "attempts": 0, "due_at": self._clock.now()}
        with self._database.writing() as connection:
            connection.execute(card.update().where(*_its(surface, one)).values(**gone))

    def case_at(self, surface: str, place: str) -> int | None:
        """Return the number of the case whose card is at this place: the newest one, where it held several."""
        here = select(func.max(card.c.case)).where(card.c.surface == surface, card.c.place == place)
        with self._database.reading() as connection:
            return connection.execute(here).scalar()

    def problem(self, surface: str) -> str:
        """Return why staff do not see all cases there, as the platform named it last; empty where they do."""
        wrong = select(card.c.error).where(card.c.surface == surface, card.c.error.is_not(None))
        with self._database.reading() as connection:
            return connection.execute(wrong.order_by(card.c.due_at.desc()).limit(1)).scalar() or ""

    def _taken(self, connection: Connection, surface: str, row: Row[Any], now: datetime) -> Card:
        leased = {"due_at": now + LEASE, "attempts": (row.attempts or 0) + 1}
        if row.surface is None:
            connection.execute(card.insert().values(case=row.id, surface=surface, **leased))
        else:
            its = (card.c.case == row.id, card.c.surface == surface)
            connection.execute(card.update().where(*its).values(**leased))
        found = to_case(row)
        return Card(
            case=found,
            said=_said_last(connection, found),
            at=Drawn(place=row.place, message=row.message) if row.message else None,
            attempts=row.attempts or 0,
            rings=_rings(found, row.rang_at, now),
        )


def _due(surface: str, now: datetime) -> Select[Any]:
    is_paged = and_(case.c.state == CaseState.PAGED, or_(card.c.rang_at.is_(None), _has_rung_before(now)))
    shows_less = or_(card.c.shows.is_(None), card.c.shows != case.c.updated_at, is_paged)
    is_due = and_(card.c.surface.is_not(None), card.c.due_at <= now, shows_less)
    columns = (card.c.surface, card.c.place, card.c.message, card.c.attempts, card.c.rang_at)
    with_card = CASES.add_columns(*columns).outerjoin(card, (card.c.case == case.c.id) & (card.c.surface == surface))
    return with_card.where(or_(is_due, and_(card.c.surface.is_(None), IS_OPEN)))


def _has_rung_before(now: datetime) -> ColumnElement[bool]:
    return or_(card.c.rang_at <= now - RINGS_EVERY, card.c.rang_at < case.c.paged_at)


def _rings(found: Case, rang_at: datetime | None, now: datetime) -> bool:
    if found.state is not CaseState.PAGED:
        return False
    is_anew = found.paged_at is not None and rang_at is not None and rang_at < found.paged_at
    return rang_at is None or is_anew or now - rang_at >= RINGS_EVERY


def _said_last(connection: Connection, found: Case) -> Line | None:
    theirs = LINES.where(line.c.conversation == found.conversation, line.c.author == Author.PATIENT)
    row = connection.execute(theirs.order_by(line.c.number.desc()).limit(1)).one_or_none()
    return to_line(row) if row else None


def _its(surface: str, one: Card) -> tuple[ColumnElement[bool], ...]:
    return card.c.case == one.case.id, card.c.surface == surface
