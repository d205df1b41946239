"""Where the desk keeps what was said: one SQLite file or a PostgreSQL database, by the same text.

engine       opens a database: durable settings, read back; whose turn it is, what a refusal means, much in one go
schema       its tables today, its history as migrations, rows to values and back
transaction  writing and reading: every port below does each of its things in one
audit        what happened, sealed; `verify` proves that nothing was lost
ledger       a patient's message in, lines out: inbox, conversations, deliveries, and notices that a reply waits;
             what many write at once goes into one transaction (batch)
desk         cases, and what belongs to them: timers, pages, cards, who looks at them
people       staff: accounts, sessions, who they are elsewhere, tries to sign in
moving       backup and restore; a copy from SQLite to PostgreSQL
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.desk.ladder import Reach
from bot.store.audit import growth
from bot.store.audit.ratings import SqlRatings
from bot.store.audit.verify import SqlAudit
from bot.store.desk.cards import SqlCards
from bot.store.desk.cases import SqlCases
from bot.store.desk.firing import SqlTimers
from bot.store.desk.pages import SqlPages
from bot.store.desk.presence import SqlPresence
from bot.store.engine.opening import open_postgresql, open_sqlite
from bot.store.engine.place import FILE_NAME
from bot.store.ledger.batch import Batch
from bot.store.ledger.conversations import SqlConversations
from bot.store.ledger.deliveries import SqlDeliveries
from bot.store.ledger.inbox import SqlInbox
from bot.store.ledger.patients import SqlPatients
from bot.store.ledger.waiting import SqlNotices
from bot.store.people.links import SqlLinks
from bot.store.people.sessions import SqlAccountsAndSessions
from bot.store.people.tries import SqlTries
from bot.store.transaction import Database

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from bot.ports import (
        Accounts,
        Cases,
        Clock,
        Conversations,
        Growth,
        Inbox,
        Pages,
        Patients,
        Presence,
        Timers,
    )
    from bot.surface import Cards, Deliveries, Links, Ratings
    from bot.tries import Tries
    from bot.waiting import Notices

__all__ = ["FILE_NAME", "Store", "open_store"]


class Store:
    """One desk's database, by concern. Safe to use from many threads."""

    def __init__(self, engine: Engine, clock: Clock, reach: Reach | None = None) -> None:
        self._database = Database(engine)
        reach = reach or Reach()
        batch = Batch(self._database)
        self.inbox: Inbox = SqlInbox(self._database, clock, batch)
        self.conversations: Conversations = SqlConversations(self._database, clock, batch)
        self.patients: Patients = SqlPatients(self._database, clock)
        self.cases: Cases = SqlCases(self._database, clock, reach)
        self.timers: Timers = SqlTimers(self._database, clock, reach)
        self.pages: Pages = SqlPages(self._database, clock, reach)
        self.notices: Notices = SqlNotices(self._database, clock)
        self.presence: Presence = SqlPresence(self._database, clock)
        self.ratings: Ratings = SqlRatings(self._database, clock)
        self.accounts: Accounts = SqlAccountsAndSessions(self._database, clock)
        self.tries: Tries = SqlTries(self._database, clock)
        self.deliveries: Deliveries = SqlDeliveries(self._database, clock)
        self.cards: Cards = SqlCards(self._database, clock)
        self.links: Links = SqlLinks(self._database, clock)
        self.audit = SqlAudit(self._database)

    def growth(self, since: int | None) -> Growth:
        """Return what has happened since a number of the audit; without one only the newest number."""
        with self._database.reading() as connection:
            return growth(connection, since)

    def close(self) -> None:
        """Close every connection; what was committed stays."""
        self._database.close()


def open_store(folder: Path, clock: Clock | None = None, *, database: str = "", reach: Reach | None = None) -> Store:
    """Open the PostgreSQL database that a URL names; without one the SQLite file in `folder`, made where it is missing.

    `reach` is whom the desk can call; without it, nobody.
    Raises ConfigurationError, StoreUnwritable or StoreUnusable.
    """
    engine = open_postgresql(database) if database else open_sqlite(folder / FILE_NAME)
    return Store(engine, clock or SystemClock(), reach)
