"""The outbox of pages: taking them over, noting what became of them, the tests, and whether staff can be called."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from bot.desk.ladder import day_to_test
from bot.errors import StoreError
from bot.model import CaseState
from bot.pages import Health
from bot.store import audit
from bot.store.desk.case_rows import find_case
from bot.store.desk.page_rows import IS_DUE, PAGES, find_pages, queue, withdraw_seen
from bot.store.ledger.notices import tell_unreached
from bot.store.schema.rows import to_page
from bot.store.schema.tables import page, page_test, staff, staff_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.desk.ladder import Reach
    from bot.model import Case
    from bot.pages import Page
    from bot.ports import Clock
    from bot.store.transaction import Database

LEASE: Final = timedelta(seconds=60)
"""How long a page is its taker's: longer than sending may last. After that the taker is dead, and another sends it."""

FIRST_RETRY: Final = timedelta(seconds=5)
LONGEST_RETRY: Final = timedelta(seconds=60)

TEST_ATTEMPTS: Final = 3
"""How often a test page is tried; a page about a case is, until a person has seen the case or the next one follows."""

ATTENDS: Final = timedelta(minutes=10)
"""How long after using the staff page someone who is signed in counts as looking at it."""

_NO_DESTINATION: Final = "Nobody can be paged: no destination is set (FRONTDESK_PAGING_URLS)."
_UNREADABLE: Final = "Nobody can be paged: the database cannot be read."


class SqlPages:
    """The Pages port."""

    def __init__(self, database: Database, clock: Clock, reach: Reach) -> None:
        self._database = database
        self._clock = clock
        self._reach = reach

    def take(self, *, limit: int) -> Sequence[Page]:
        """Take over pages that are due, for so long as sending may last; none whose case a person has seen."""
        now = self._clock.now()
        is_due = (IS_DUE, page.c.due_at <= now)
        with self._database.reading() as connection:
            if connection.execute(select(page.c.id).where(*is_due)).first() is None:
                return ()
        with self._database.writing() as connection:
            withdraw_seen(connection)
            first = PAGES.where(*is_due).order_by(page.c.due_at, page.c.id).limit(limit)
            taken = tuple(to_page(row) for row in connection.execute(first))
            leased = {"due_at": now + LEASE, "attempts": page.c.attempts + 1}
            connection.execute(page.update().where(page.c.id.in_([one.id for one in taken])).values(**leased))
        return taken

    def sent(self, one: Page) -> None:
        """Note that a page was sent."""
        now = self._clock.now()
        with self._database.writing() as connection:
            _note(connection, one, sent_at=now, due_at=None, error=None)
            _witness(connection, audit.Kind.PAGE_SENT, one, now)

    def failed(self, one: Page, error: str) -> None:
        """Note why a page could not be sent, and when it is tried again.

        Where now every place was tried and none was reached, the patient, who was told of an alert, is told that too.
        """
        now = self._clock.now()
        with self._database.writing() as connection:
            _note(connection, one, failed_at=now, due_at=_again(connection, one, now), error=error)
            _witness(connection, audit.Kind.PAGE_FAILED, one, now, error=error)
            found = find_case(connection, one.case) if one.case else None
            if found and found.state is CaseState.PAGED and _reaches_nobody(connection, found, now):
                tell_unreached(connection, self._reach.clinic(), found, now)

    def test(self) -> Sequence[int]:
        """Queue a test page to every place; return their ids."""
        with self._database.writing() as connection:
            return self._test(connection, self._clock.now())

    def test_daily(self) -> None:
        """Queue the day's test pages, once among all processes, if their hour has come."""
        now = self._clock.now()
        day = day_to_test(self._reach.clinic(), now)
        if day is None or not self._reach.ladder().places:
            return
        done = select(page_test.c.day).where(page_test.c.day == day.isoformat())
        with self._database.reading() as connection:
            if connection.execute(done).first():
                return
        with self._database.writing() as connection:
            if connection.execute(done).first() is None:
                connection.execute(page_test.insert().values(day=day.isoformat(), at=now))
                self._test(connection, now)

    def pages(self, ids: Sequence[int]) -> Sequence[Page]:
        """Return these pages as they are now."""
        with self._database.reading() as connection:
            return find_pages(connection, page.c.id.in_(ids))

    def last(self) -> Sequence[Page]:
        """Return, for each place, the page that was tried last."""
        with self._database.reading() as connection:
            return _last(connection)

    def health(self) -> Health:
        """Tell whether staff can be called: by what became of the last page to each place. Never raises."""
        places = self._reach.ladder().places
        try:
            with self._database.reading() as connection:
                is_attended = _is_attended(connection, self._clock.now())
                failing = [one for one in _last(connection) if one.place in places and _has_failed(one)]
        except StoreError:
            return Health(problem=_UNREADABLE, is_reachable=False)
        problem = " ".join(map(_complaint, failing)) if places else _NO_DESTINATION
        return Health(problem=problem, is_reachable=len(failing) < len(places), is_attended=is_attended)

    def _test(self, connection: Connection, now: datetime) -> Sequence[int]:
        queued = queue(connection, self._reach.ladder().places, now)
        audit.append(connection, audit.Kind.PAGE_TEST, audit.About(), at=now, detail={"places": len(queued)})
        return queued


def _again(connection: Connection, one: Page, now: datetime) -> datetime | None:
    """Return when a page is tried again: not where it has been replaced or withdrawn, a test a few times only."""
    due_at = connection.execute(select(page.c.due_at).where(page.c.id == one.id)).scalar()
    is_over = due_at is None or (one.case is None and one.attempts + 1 >= TEST_ATTEMPTS)
    return None if is_over else now + min(FIRST_RETRY * 2 ** min(one.attempts, 10), LONGEST_RETRY)


def _note(connection: Connection, one: Page, **values: object) -> None:
    connection.execute(page.update().where(page.c.id == one.id).values(**values))


def _witness(connection: Connection, kind: audit.Kind, one: Page, now: datetime, *, error: str | None = None) -> None:
    detail: dict[str, audit.Detail] = {
        "role": one.place.role,
        "destination": one.place.number,
        "step": one.step,
        "attempt": one.attempts + 1,
        "error": error,
    }
    audit.append(connection, kind, audit.About(case=one.case), at=now, detail=detail)


def _reaches_nobody(connection: Connection, found: Case, now: datetime) -> bool:
    """Tell whether every place that was called since the case was paged failed, and nobody looks at the staff page."""
    is_called = or_(IS_DUE, page.c.sent_at.is_not(None), page.c.failed_at.is_not(None))
    called = select(page).where(page.c.case == found.id, page.c.queued_at >= found.paged_at, is_called)
    has_failed = all(row.sent_at is None and row.failed_at is not None for row in connection.execute(called))
    return has_failed and not _is_attended(connection, now)


def _last(connection: Connection) -> Sequence[Page]:
    is_tried = (page.c.sent_at.is_not(None)) | (page.c.failed_at.is_not(None))
    newest = select(func.max(page.c.id)).where(is_tried).group_by(page.c.role, page.c.destination)
    return find_pages(connection, page.c.id.in_(newest))


def _has_failed(one: Page) -> bool:
    return one.sent_at is None


def _complaint(one: Page) -> str:
    return f"The last page to {one.place.role} (destination {one.place.number}) failed: {one.error}."


def _is_attended(connection: Connection, now: datetime) -> bool:
    """Tell whether someone who is signed in has just used the staff page."""
    lives = (staff_session.c.expires_at > now, staff_session.c.used_at > now - ATTENDS, staff.c.disabled_at.is_(None))
    here = select(staff.c.id).join(staff_session, staff_session.c.staff == staff.c.id).where(*lives)
    return connection.execute(here).first() is not None
