"""The notice to a patient who closed the page: that a reply waits, by the phone number or e-mail they left.

It holds nothing else: who reads a phone over somebody's shoulder learns neither who wrote nor what about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Language, PatientContact

_EMAIL: Final = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.ASCII)
"""Narrower than what may be left: what no mail system reads as two addresses, a name or a command."""

_BETWEEN: Final = re.compile(r"[ ().\-/]", re.ASCII)
_PHONE: Final = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_AMERICAN: Final = re.compile(r"1?([2-9]\d{9})", re.ASCII)
AMERICA: Final = "US"


class Means(StrEnum):
    """How a patient can be told."""

    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """By which means this desk can tell patients, and how long a reply waits unseen before it does."""

    means: frozenset[Means] = frozenset()
    after: timedelta = timedelta(minutes=5)

    def covers(self, contact: PatientContact) -> bool:
        """Tell whether a notice goes to what the patient has left."""
        return means_of(contact) in self.means


NOT_TOLD: Final = Telling()
"""A desk that can tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice on its way, to what the patient typed; `attempts` counts the earlier tries."""

    id: int
    case: int
    means: Means
    typed: str
    language: Language
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a notice: sent, given up with an error, or with neither on its way. `at` is when."""

    means: Means
    at: datetime
    is_sent: bool = False
    error: str | None = None
    is_over: bool = True


class Notices(Protocol):
    """The notices to patients who closed the page: an outbox, so that each is sent also when the process died."""

    def take(self, *, limit: int) -> Sequence[Notice]:
        """Take over notices that are due, for so long as sending may last; none of what has been seen meanwhile."""
        ...

    def sent(self, one: Notice) -> None:
        """Note that a notice was sent."""
        ...

    def failed(self, one: Notice, error: str, *, is_final: bool = False) -> None:
        """Note why a notice could not be sent; unless that is final, it is tried again a few times."""
        ...

    def of_case(self, case_id: int) -> Sequence[Told]:
        """Return what became of the case's notices, oldest first."""
        ...


def means_of(contact: PatientContact) -> Means:
    """Return by which means this patient can be told."""
    return Means.EMAIL if contact.email else Means.PHONE


def address(means: Means, typed: str, *, country: str = AMERICA) -> str | None:
    """Return what was typed as a service takes it, a phone number as E.164; None where it cannot be one."""
    if means is Means.EMAIL:
        return typed if _EMAIL.fullmatch(typed) else None
    digits = _BETWEEN.sub("", typed)
    american = _AMERICAN.fullmatch(digits)
    if american and country == AMERICA:
        return f"+1{american[1]}"
    return digits if _PHONE.fullmatch(digits) else None
