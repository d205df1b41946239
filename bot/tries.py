"""How often something may be tried: so many times at once, then one every so often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from datetime import datetime

FREELY: Final = timedelta(0)
"""No wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one name, or one address, may try: `at_once` tries in a row, and one more for each `every` that passes.

    Kept as one moment (the generic cell rate algorithm): when all tries will be there again. A moment that has passed
    is worth nothing and may be forgotten.
    """

    key: str
    at_once: int
    every: timedelta

    def wait(self, full_at: datetime | None, now: datetime) -> timedelta:
        """Return how long until the next try is allowed."""
        if full_at is None:
            return FREELY
        return max(FREELY, full_at - now - (self.at_once - 1) * self.every)

    def spent(self, full_at: datetime | None, now: datetime) -> datetime:
        """Return when all tries will be there again after one more."""
        return max(full_at or now, now) + self.every


class Tries(Protocol):
    """The tries that were made, counted for every process on the database and through every restart."""

    def wait(self, *allowances: Allowance) -> timedelta:
        """Spend one try of each and return no wait; or spend none, and return how long until each allows one."""
        ...
