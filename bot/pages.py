"""The calls to those who are on call, as values: where, about what, what became of it, and whether it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A destination of somebody on call: the role, and which of the role's destinations, counted from 1.

    Where it leads, an address with a password in it, is known to the sender alone.
    """

    role: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One call to one place: about a case, or, without one, a test.

    `step` is the minute of the ladder, `since` when the case was paged. It was sent, or it failed (`error` is what the
    sender calls it) and is tried again at `due_at`.
    """

    id: int
    place: Place
    step: int
    queued_at: datetime
    case: int | None = None
    disposition: Disposition | None = None
    channel: str | None = None
    since: datetime | None = None
    due_at: datetime | None = None
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    attempts: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether staff can be called: what is wrong, in a sentence for staff, and what works all the same.

    `is_reachable`: a page reaches somebody. `is_attended`: someone who is signed in has just used the staff page.
    """

    problem: str = ""
    is_reachable: bool = True
    is_attended: bool = False

    @property
    def can_alert(self) -> bool:
        """Tell whether an alert may be said to have been sent."""
        return self.is_reachable or self.is_attended
