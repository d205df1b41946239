from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.ladder import STAFF_PAGE, Ladder, Reach, Rung, climb, day_to_test, ladder
from bot.faq.content import Clinic, OnCall, Paging
from bot.pages import Place
from tests.samples import CLINIC

NURSE, BACKUP, LEAD, DIRECTOR, SERVICE = ROLES = ("nurse", "backup", "lead", "director", "service")
ALL = dict.fromkeys(ROLES, 1)


def clinic(*on_call: tuple[str, int | None], repeat: int = 2) -> Clinic:
    """Return a clinic with these roles on call."""
    people = tuple(OnCall(role=role, name="Sample", phone="555-0143", after_minutes=after) for role, after in on_call)
    return replace(CLINIC, on_call=people, paging=Paging(repeat_minutes=repeat))


FIVE = clinic(*((role, None) for role in ROLES))


def calls(rungs: Ladder, *, until: int) -> dict[int, tuple[str, ...]]:
    """Return who is called at which minute, each step being taken on time."""
    found, step = {}, 0
    while step <= until:
        taken = climb(rungs, step=step, minute=step)
        found[step] = tuple(rung.role for rung in taken.rungs)
        step = taken.next_step
    return found


def test_everybody_is_called_in_turn() -> None:
    """The nurse at once and every two minutes, the backup from five on, the lead from ten, all from fifteen on."""
    assert calls(ladder(FIVE, ALL), until=17) == {
        0: (NURSE,),
        2: (NURSE,),
        4: (NURSE,),
        5: (BACKUP,),
        6: (NURSE,),
        7: (BACKUP,),
        8: (NURSE,),
        9: (BACKUP,),
        10: (NURSE, LEAD),
        11: (BACKUP,),
        12: (NURSE, LEAD),
        13: (BACKUP,),
        14: (NURSE, LEAD),
        15: (BACKUP, DIRECTOR, SERVICE),
        16: (NURSE, LEAD),
        17: (BACKUP, DIRECTOR, SERVICE),
    }


@pytest.mark.parametrize(
    ("who", "destinations", "expected"),
    [
        pytest.param(FIVE, ALL, [*zip(ROLES, (0, 5, 10, 15, 15), strict=True)], id="by their place"),
        pytest.param(clinic((NURSE, None), (LEAD, 3)), ALL, [(NURSE, 0), (LEAD, 3)], id="as the clinic says"),
        pytest.param(clinic((NURSE, 0), (NURSE, 9)), ALL, [(NURSE, 0)], id="a role twice"),
        pytest.param(FIVE, {LEAD: 1}, [(NURSE, 0), (BACKUP, 5), (LEAD, 0)], id="the first who can be called, at once"),
        pytest.param(None, {LEAD: 1, NURSE: 1}, [(LEAD, 0), (NURSE, 5)], id="no clinic: in the setting's order"),
        pytest.param(clinic(), {}, [(STAFF_PAGE, 0)], id="nobody"),
    ],
)
def test_the_rungs(who: Clinic | None, destinations: dict[str, int], expected: list[tuple[str, int]]) -> None:
    """Minutes come from the list's order or from the clinic; the first who can be called is called at once."""
    found = [(rung.role, rung.after) for rung in ladder(who, destinations).rungs]
    assert found[: len(expected)] == expected


@pytest.mark.parametrize(
    ("rungs", "last"), [(ladder(FIVE, ALL), 15), (ladder(None, {NURSE: 1}), 15), (ladder(None, ALL | {"x": 1}), 15)]
)
def test_when_the_patient_is_told(rungs: Ladder, last: int) -> None:
    """When everybody has been called; where one person is all there is, after as long."""
    assert rungs.last == last


def test_every_place_of_every_role_is_called() -> None:
    """A role with two destinations is called at both, counted from one."""
    places = Reach(destinations={NURSE: 2, LEAD: 1}).ladder().places
    assert places == (Place(role=NURSE, number=1), Place(role=NURSE, number=2), Place(role=LEAD, number=1))


@given(
    rungs=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    repeat=st.integers(1, 7),
    delays=st.lists(st.integers(0, 30), min_size=1, max_size=60),
)
def test_however_late_a_step_is_taken(rungs: list[int], repeat: int, delays: list[int]) -> None:
    """Nobody is left out or called twice for the same minute; the patient is told once, and it never ends by itself."""
    built = Ladder(rungs=tuple(Rung(role=str(n), after=after) for n, after in enumerate(rungs)), repeat=repeat)
    step, told, covered = 0, 0, -1
    for delay in delays:
        minute = step + delay
        taken = climb(built, step=step, minute=minute)
        missed = range(covered + 1, minute + 1)
        due = [r.role for r in built.rungs if any(m >= r.after and (m - r.after) % repeat == 0 for m in missed)]
        assert [rung.role for rung in taken.rungs] == due
        assert taken.is_last == (built.last in missed)
        assert taken.next_step > minute
        told, covered, step = told + taken.is_last, minute, taken.next_step
    assert told == (covered >= built.last)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(datetime(2026, 11, 23, 13, 59, tzinfo=UTC), None, id="before nine"),
        pytest.param(datetime(2026, 11, 23, 14, 0, tzinfo=UTC), date(2026, 11, 23), id="at nine"),
        pytest.param(datetime(2026, 11, 24, 4, 59, tzinfo=UTC), date(2026, 11, 23), id="until midnight"),
        pytest.param(datetime(2026, 11, 24, 5, 0, tzinfo=UTC), None, id="the next day"),
        pytest.param(datetime(2026, 7, 1, 13, 0, tzinfo=UTC), date(2026, 7, 1), id="in summer an hour earlier"),
    ],
)
def test_when_the_day_is_tested(moment: datetime, expected: date | None) -> None:
    """By the clinic's clock, at nine unless it says otherwise."""
    assert day_to_test(CLINIC, moment) == expected


@pytest.mark.parametrize(
    ("hour", "moment", "expected"),
    [
        pytest.param(time(2, 30), datetime(2026, 3, 8, 6, 59, tzinfo=UTC), None, id="before a minute that is left out"),
        pytest.param(time(2, 30), datetime(2026, 3, 8, 7, 0, tzinfo=UTC), date(2026, 3, 8), id="right after it"),
        pytest.param(
            time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1), id="a minute that comes"
        ),
        pytest.param(time(1, 30), datetime(2026, 11, 1, 6, 30, tzinfo=UTC), date(2026, 11, 1), id="and comes again"),
    ],
)
def test_days_on_which_the_clocks_change(hour: time, moment: datetime, expected: date | None) -> None:
    """Such a day has its test, under one date."""
    assert day_to_test(replace(CLINIC, paging=Paging(test_at=hour)), moment) == expected
