"""Statements on `page`: what is queued, what is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bot.model import CaseState
from bot.store import audit
from bot.store.schema.rows import to_page
from bot.store.schema.tables import case, conversation, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from bot.pages import Page, Place

PAGES: Final = (
    select(page, case.c.disposition, case.c.paged_at, conversation.c.channel)
    .outerjoin_from(page, case, page.c.case == case.c.id)
    .outerjoin(conversation, case.c.conversation == conversation.c.id)
)
"""Every page, as `to_page` reads it."""

IS_DUE: Final = page.c.due_at.is_not(None)


def queue(
    connection: Connection, places: Iterable[Place], now: datetime, *, case: int | None = None, step: int = 0
) -> tuple[int, ...]:
    """Queue a page to each place, instead of an earlier one about the same that is still unsent; return their ids."""
    return tuple(_queue(connection, place, now, case=case, step=step) for place in places)


def withdraw_seen(connection: Connection) -> None:
    """Send no more pages about cases that a person has seen."""
    seen = select(case.c.id).where(case.c.state != CaseState.PAGED)
    connection.execute(page.update().where(IS_DUE, page.c.case.in_(seen)).values(due_at=None))


def find_pages(connection: Connection, *conditions: ColumnElement[bool]) -> Sequence[Page]:
    """Return pages, the oldest first."""
    return tuple(to_page(row) for row in connection.execute(PAGES.where(*conditions).order_by(page.c.id)))


def _queue(connection: Connection, place: Place, now: datetime, *, case: int | None, step: int) -> int:
    where = {"case": case, "role": place.role, "destination": place.number}
    earlier = (page.c[name].is_not_distinct_from(value) for name, value in where.items())
    connection.execute(page.update().where(IS_DUE, *earlier).values(due_at=None))
    row = {**where, "step": step, "queued_at": now, "due_at": now}
    number = connection.execute(page.insert().values(**row).returning(page.c.id)).scalar_one()
    detail: dict[str, audit.Detail] = {"role": place.role, "destination": place.number, "step": step}
    audit.append(connection, audit.Kind.PAGE_QUEUED, audit.About(case=case), at=now, detail=detail)
    return int(number)
