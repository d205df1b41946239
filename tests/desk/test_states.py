from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import states
from bot.desk.timers import FOLLOWS_UP_AFTER, Start, Stop, changes
from bot.errors import AlreadyClaimed, NotAllowed
from bot.model import Case, CaseState, Disposition, Priority, Resolution, StaffMember, TimerKind
from tests.samples import CASE

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
ROSA = StaffMember(id=1, username="rosa", name="Rosa")
OMAR = StaffMember(id=2, username="omar", name="Omar")
OPEN = replace(CASE, id=7, conversation="c1", opened_at=NOW, updated_at=NOW)
CRISIS = replace(OPEN, disposition=Disposition.CRISIS, priority=Priority.PAGED)
PAGED = states.page(CRISIS, NOW)

Act = tuple[str, "Callable[[Case, StaffMember, datetime], Case]"]
ACTS: list[Act] = [
    ("acknowledge", states.acknowledge),
    ("contact", states.contact),
    ("claim", states.claim),
    ("assign", states.assign),
    ("release", lambda case, _by, _now: states.release(case)),
    ("snooze", lambda case, by, now: states.snooze(case, by, until=now + timedelta(hours=1), now=now)),
    ("wake", lambda case, _by, _now: states.wake(case)),
    ("page", lambda case, _by, now: states.page(case, now) if case.state is not CaseState.RESOLVED else case),
    ("resolve", lambda case, by, now: states.resolve(case, by, now, resolution=Resolution.SPOKE)),
    ("reopen", lambda case, _by, _now: states.reopen(case) if case.state is CaseState.RESOLVED else case),
]


def test_the_first_to_claim_has_it() -> None:
    """A colleague who comes second learns whose it is; who has it may claim it again."""
    claimed = states.claim(OPEN, ROSA, NOW)
    assert (claimed.state, claimed.owner_id, claimed.owner) == (CaseState.CLAIMED, 1, "Rosa")
    assert states.claim(claimed, ROSA, LATER) == claimed
    with pytest.raises(AlreadyClaimed, match="Rosa has this case"):
        states.claim(claimed, OMAR, LATER)


def test_a_case_is_taken_over_from_the_colleague_who_was_named() -> None:
    """Who takes it over has seen it; another colleague's case stays where it is."""
    rosas = states.page(states.claim(CRISIS, ROSA, NOW), NOW)
    taken = states.claim(rosas, OMAR, LATER, over=ROSA.id)
    assert (taken.state, taken.owner, taken.acknowledged_by, taken.claimed_at) == (
        CaseState.CLAIMED,
        "Omar",
        "Omar",
        LATER,
    )
    with pytest.raises(AlreadyClaimed, match="Omar has this case"):
        states.claim(taken, StaffMember(id=3, username="zoe", name="Zoe"), LATER, over=ROSA.id)


def test_danger_is_seen_then_taken_then_closed() -> None:
    """Each step keeps who has seen it first; contacting the person is a step of its own."""
    seen = states.acknowledge(PAGED, ROSA, NOW)
    assert (seen.state, seen.acknowledged_by, seen.contacted_at) == (CaseState.ACKNOWLEDGED, "Rosa", None)
    contacted = states.contact(states.claim(seen, OMAR, LATER), OMAR, LATER)
    assert (contacted.state, contacted.acknowledged_by, contacted.contacted_at) == (CaseState.CLAIMED, "Rosa", LATER)
    closed = states.resolve(contacted, OMAR, LATER, resolution=Resolution.SPOKE)
    assert (closed.state, closed.resolved_by, closed.resolution) == (CaseState.RESOLVED, "Omar", Resolution.SPOKE)


def test_who_takes_a_paged_case_has_seen_it() -> None:
    """Claiming ends the paging; being given a case does not."""
    assert states.claim(PAGED, ROSA, NOW).acknowledged_by == "Rosa"
    assert states.assign(PAGED, ROSA, NOW).state is CaseState.PAGED


def test_new_danger_pages_whose_case_it_is() -> None:
    """The owner stays; once it is seen again, it is a claimed case again."""
    paged = states.page(states.claim(OPEN, ROSA, NOW), LATER)
    assert (paged.state, paged.owner) == (CaseState.PAGED, "Rosa")
    assert states.acknowledge(paged, OMAR, LATER).state is CaseState.CLAIMED


@pytest.mark.parametrize(
    ("case", "minutes", "is_new", "expected"),
    [
        pytest.param(CRISIS, 0, True, True, id="nobody has seen it"),
        pytest.param(CRISIS, 0, False, True, id="nobody has seen it, and the words are old"),
        pytest.param(PAGED, 30, True, False, id="the page runs already"),
        pytest.param(states.acknowledge(PAGED, ROSA, NOW), 9, True, False, id="just seen"),
        pytest.param(states.acknowledge(PAGED, ROSA, NOW), 10, True, True, id="seen some time ago"),
        pytest.param(states.acknowledge(PAGED, ROSA, NOW), 10, False, False, id="seen, and nothing new"),
        pytest.param(OPEN, 0, True, False, id="no danger"),
    ],
)
def test_when_staff_are_called(case: Case, minutes: int, *, is_new: bool, expected: bool) -> None:
    """Danger that nobody has seen always calls; what has been seen calls again for new danger only."""
    assert states.needs_paging(case, NOW + timedelta(minutes=minutes), is_new_danger=is_new) is expected


def test_a_case_is_put_off_and_comes_back() -> None:
    """It stays its owner's; the patient's next message or the hour brings it back."""
    waiting = states.snooze(OPEN, ROSA, until=LATER, now=NOW)
    assert (waiting.state, waiting.owner, waiting.snoozed_until) == (CaseState.WAITING, "Rosa", LATER)
    assert states.wake(waiting) == states.claim(OPEN, ROSA, NOW)


@pytest.mark.parametrize(
    ("case", "until", "why"),
    [(CRISIS, LATER, "cannot be put off"), (OPEN, NOW, "still to come")],
    ids=["danger", "the past"],
)
def test_what_is_never_put_off(case: Case, until: datetime, why: str) -> None:
    """Danger does not wait, and nothing waits for a time that is over."""
    with pytest.raises(NotAllowed, match=why):
        states.snooze(case, ROSA, until=until, now=NOW)


def test_a_released_case_is_nobodys() -> None:
    """It stands in its queue again; danger that was seen stays seen."""
    assert states.release(states.claim(OPEN, ROSA, NOW)) == OPEN
    assert states.release(states.claim(PAGED, ROSA, NOW)).state is CaseState.ACKNOWLEDGED


@pytest.mark.parametrize("act", [name for name, _ in ACTS[1:6]])
def test_a_resolved_case_is_left_alone(act: str) -> None:
    """Nothing is done to what is closed; it opens again when the patient writes."""
    closed = states.resolve(OPEN, ROSA, NOW, resolution=Resolution.ANSWERED)
    with pytest.raises(NotAllowed, match="opens again when the patient writes"):
        dict(ACTS)[act](closed, ROSA, LATER)


@given(
    st.sampled_from([OPEN, CRISIS, PAGED]), st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from([ROSA, OMAR])))
)
def test_whatever_staff_do_the_case_makes_sense(case: Case, acts: list[tuple[Act, StaffMember]]) -> None:
    """In every order of acts: a claimed case has an owner, a closed one an end, a running page nobody who has seen it.

    The timers follow: started once, stopped when over.
    """
    running: set[TimerKind] = {TimerKind.PAGE} if case.state is CaseState.PAGED else set()
    for hour, ((_, act), by) in enumerate(acts, start=1):
        now = NOW + timedelta(hours=hour)
        try:
            after = act(case, by, now)
        except NotAllowed:
            continue
        for change in changes(case, after, now):
            (running.add if isinstance(change, Start) else running.discard)(change.kind)
        case = after
        assert (case.owner_id is None) == (case.owner is None)
        assert case.owner_id is not None or case.state not in {CaseState.CLAIMED, CaseState.WAITING}
        assert (case.state is CaseState.RESOLVED) == (case.resolution is not None) == (case.resolved_at is not None)
        assert (case.state is CaseState.WAITING) == (case.snoozed_until is not None)
        assert case.state is not CaseState.PAGED or case.acknowledged_at is None
        assert (TimerKind.PAGE in running) == (case.state is CaseState.PAGED)
        assert (TimerKind.SNOOZE in running) == (case.state is CaseState.WAITING)


def test_a_closed_crisis_is_followed_up() -> None:
    """Two days later somebody asks how the person is, unless the case is open again by then."""
    closed = states.resolve(PAGED, ROSA, NOW, resolution=Resolution.SPOKE)
    follow_up = Start(kind=TimerKind.FOLLOW_UP, due_at=NOW + FOLLOWS_UP_AFTER)
    assert list(changes(PAGED, closed, NOW)) == [Stop(kind=TimerKind.PAGE), Stop(kind=TimerKind.UNANSWERED), follow_up]
    assert list(changes(closed, states.reopen(closed), LATER)) == [Stop(kind=TimerKind.FOLLOW_UP)]
    assert list(changes(OPEN, states.resolve(OPEN, ROSA, NOW, resolution=Resolution.ANSWERED), NOW)) == [
        Stop(kind=TimerKind.UNANSWERED)
    ]
