"""Who is called when someone may be in danger, and at which minute, until a person has seen it. Pure.

By safety.md, "Who is told": who is on call at once and again every two minutes, the backup after five, the clinical
lead after ten, the medical director and the answering service after fifteen; then the patient is told that nobody has
answered yet. The staff page shows the case from the first moment, whoever else is called.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.faq.content import Paging
from bot.pages import Place
from bot.waiting import NOT_TOLD, Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from bot.faq.content import Clinic

AFTER: Final = (0, 5, 10, 15)
"""Minutes after which those on call are called, by their place in the list; all further ones with the last."""

STAFF_PAGE: Final = "staff page"
"""The one rung of a desk that can call nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A role, the minute at which it is called first, and how many destinations it has."""

    role: str
    after: int
    destinations: int = 0

    @property
    def places(self) -> Iterator[Place]:
        """Yield the role's destinations."""
        return (Place(role=self.role, number=number) for number in range(1, self.destinations + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs, and after how many minutes each is called again."""

    rungs: tuple[Rung, ...]
    repeat: int = 2

    @property
    def last(self) -> int:
        """Return the minute at which everybody has been called, and the patient is told so."""
        return max(rung.after for rung in self.rungs) or AFTER[-1]

    @property
    def places(self) -> tuple[Place, ...]:
        """Return every destination there is."""
        return tuple(place for rung in self.rungs for place in rung.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """What is due now: whom to call, whether to tell the patient, and the minute of the next step."""

    rungs: tuple[Rung, ...]
    is_last: bool
    next_step: int


def climb(ladder: Ladder, *, step: int, minute: int) -> Climb:
    """Return what a step makes due that is taken at `minute` of the paging, on time or late.

    What was missed meanwhile is made up for once: each rung that should have been called is called, and not twice.
    """
    until = max(step, minute)
    return Climb(
        rungs=tuple(rung for rung in ladder.rungs if _next_call(rung, ladder.repeat, step) <= until),
        is_last=step <= ladder.last <= until,
        next_step=_next_step(ladder, until + 1),
    )


def ladder(clinic: Clinic | None, destinations: Mapping[str, int]) -> Ladder:
    """Return the clinic's ladder: its `on_call`, or, where it names nobody, the roles that have destinations.

    The first who can be called is called at once, whoever stands before without a destination.
    """
    rungs = tuple(_rungs(clinic, destinations)) or (Rung(role=STAFF_PAGE, after=0),)
    first = min((rung.after for rung in rungs if rung.destinations), default=0)
    reached = tuple(replace(rung, after=0) if rung.destinations and rung.after == first else rung for rung in rungs)
    return Ladder(rungs=reached, repeat=_paging(clinic).repeat_minutes)


def roles(clinic: Clinic | None) -> tuple[str, ...]:
    """Return the roles of those on call, each once, in the order in which they are called."""
    return tuple(dict.fromkeys(one.role for one in clinic.on_call)) if clinic else ()


def day_to_test(clinic: Clinic | None, now: datetime) -> date | None:
    """Return the clinic's day whose test page is due, None before its hour."""
    local = now.astimezone(ZoneInfo(clinic.hours.time_zone if clinic else "UTC"))
    return local.date() if local.time() >= _paging(clinic).test_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom the desk can call: the clinic as the FAQ describes it now, and how many destinations each role has.

    `telling` is how patients who closed the page are told that a reply waits.
    """

    clinic: Callable[[], Clinic | None] = lambda: None
    destinations: Mapping[str, int] = field(default_factory=dict)
    telling: Telling = NOT_TOLD

    def ladder(self) -> Ladder:
        """Return today's ladder."""
        return ladder(self.clinic(), self.destinations)


def _rungs(clinic: Clinic | None, destinations: Mapping[str, int]) -> Iterator[Rung]:
    given = {one.role: one.after_minutes for one in reversed(clinic.on_call)} if clinic else {}
    for number, role in enumerate(roles(clinic) or tuple(destinations)):
        after = given.get(role)
        by_place = AFTER[min(number, len(AFTER) - 1)]
        yield Rung(role=role, after=by_place if after is None else after, destinations=destinations.get(role, 0))


def _paging(clinic: Clinic | None) -> Paging:
    return clinic.paging if clinic else Paging()


def _next_step(ladder: Ladder, since: int) -> int:
    calls: Sequence[int] = [_next_call(rung, ladder.repeat, since) for rung in ladder.rungs]
    return min([*calls, ladder.last] if ladder.last >= since else calls)


def _next_call(rung: Rung, repeat: int, since: int) -> int:
    """Return the first minute, from `since` on, at which the rung is called."""
    repeats = max(0, -(-(since - rung.after) // repeat))
    return rung.after + repeats * repeat
