"""Tries at a password, in rows: what one process refuses, the others refuse too, also after a restart.

A key is stored by its hash: people type their password into the field for the name.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store.schema.tables import tried
from bot.tries import FREELY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from bot.ports import Clock
    from bot.store.transaction import Database
    from bot.tries import Allowance


class SqlTries:
    """The Tries port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def wait(self, *allowances: Allowance) -> timedelta:
        """Spend one try of each and return no wait; or spend none, and return how long until each allows one.

        A refusal only reads, so that a flood of tries keeps no patient's message waiting for its turn to be stored.
        """
        now = self._clock.now()
        with self._database.reading() as connection:
            refused = _longest(allowances, _full_at(connection, allowances), now)
        return refused or self._spend(allowances, now)

    def _spend(self, allowances: Sequence[Allowance], now: datetime) -> timedelta:
        """Look once more, as nobody else writes now, and spend; forget what is worth nothing any more."""
        with self._database.writing() as connection:
            full_at = _full_at(connection, allowances)
            refused = _longest(allowances, full_at, now)
            if refused:
                return refused
            keys = [_hash(one) for one in allowances]
            connection.execute(tried.delete().where((tried.c.full_at <= now) | tried.c.key.in_(keys)))
            rows = [{"key": _hash(one), "full_at": one.spent(full_at.get(_hash(one)), now)} for one in allowances]
            connection.execute(tried.insert(), rows)
            return FREELY


def _full_at(connection: Connection, allowances: Sequence[Allowance]) -> Mapping[str, datetime]:
    asked = select(tried).where(tried.c.key.in_([_hash(one) for one in allowances]))
    return {row.key: row.full_at for row in connection.execute(asked)}


def _longest(allowances: Sequence[Allowance], full_at: Mapping[str, datetime], now: datetime) -> timedelta:
    return max((one.wait(full_at.get(_hash(one)), now) for one in allowances), default=FREELY)


def _hash(allowance: Allowance) -> str:
    return sha256(allowance.key.encode(errors="surrogatepass")).hexdigest()
