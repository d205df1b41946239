"""A person has the conversation: what the desk still says, what it keeps, and what runs by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import AlreadyClaimed, NotAllowed
from bot.model import Author, CaseState, Concern, Decision, Dialogue, Disposition, Priority, Role, Signal, TimerKind
from tests.store.parts import ANSWER, BILLING, CANARY, CRISIS, POSSIBLE, REPLY, START, HandClock, message

if TYPE_CHECKING:
    from bot.model import Case, Line, StaffMember
    from bot.store import Store
    from tests.store.places import Place

STILL_IN_CRISIS = replace(CRISIS, signals=(Signal(id="desk.cost", concern=Concern.DESK),))


def say(store: Store, decision: Decision, *, text: str = "Hello", due_minutes: int | None = None) -> Line | None:
    """Let the patient write, and record what it came to; return what the desk says."""
    line = store.inbox.accept(message(f"m{store.conversations.latest()}", text=text)).line
    due_at = START + timedelta(minutes=due_minutes) if due_minutes is not None else None
    return store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue(), due_at=due_at)


def the_case(store: Store) -> Case:
    """Return the one open case."""
    (case,) = store.cases.open_cases()
    return case


def running(place: Place) -> set[str]:
    """Return the kinds of the timers that run."""
    return {str(kind) for (kind,) in place.run("SELECT kind FROM timer WHERE ended_at IS NULL")}


@pytest.mark.parametrize(
    ("decision", "is_silent"),
    [
        pytest.param(ANSWER, True, id="a question"),
        pytest.param(BILLING, True, id="a hand-off"),
        pytest.param(STILL_IN_CRISIS, True, id="a crisis from before"),
        pytest.param(CRISIS, False, id="new words of danger"),
        pytest.param(POSSIBLE, False, id="what may be danger"),
    ],
)
def test_the_desk_is_silent_while_a_person_has_the_conversation(
    store: Store, staff: StaffMember, decision: Decision, *, is_silent: bool
) -> None:
    """Whoever claims it answers it; the lines of a danger that is told just now are still said."""
    say(store, BILLING)
    store.cases.claim(the_case(store).id, staff=staff)
    assert (say(store, decision) is None) == is_silent
    assert store.audit.verify().findings == ()


def test_the_desk_speaks_again_when_the_case_is_given_back(store: Store, staff: StaffMember) -> None:
    """Released or resolved, the conversation is the desk's."""
    say(store, BILLING)
    case = the_case(store)
    store.cases.claim(case.id, staff=staff)
    store.cases.release(case.id, staff=staff)
    assert say(store, ANSWER)
    store.cases.claim(case.id, staff=staff)
    store.cases.resolve(case.id, staff=staff)
    assert say(store, ANSWER)


@pytest.mark.parametrize("is_put_off", [False, True], ids=["claimed", "put off"])
def test_the_cases_of_who_is_shut_out_are_nobody_s(
    store: Store, staff: StaffMember, clock: HandClock, *, is_put_off: bool
) -> None:
    """No patient waits for a person who cannot sign in any more: the case is back in its queue, the desk speaks."""
    store.accounts.add(username="ada", name="Ada Admin", password_hash="x", role=Role.ADMIN)
    say(store, BILLING)
    case = store.cases.claim(the_case(store).id, staff=staff)
    if is_put_off:
        store.cases.snooze(case.id, staff=staff, until=clock.now() + timedelta(days=9))
    store.accounts.disable(staff.username)
    assert (the_case(store).state, the_case(store).owner_id) == (CaseState.OPEN, None)
    assert [one.kind for one in store.cases.history(case.id)][-1] == "case.released"
    assert say(store, ANSWER)
    assert store.audit.verify().findings == ()


def test_a_claim_between_reading_and_sending_silences_the_desk(store: Store, staff: StaffMember) -> None:
    """What was decided before the claim is asked again where it would be sent."""
    say(store, BILLING)
    line = store.inbox.accept(message("late")).line
    store.cases.claim(the_case(store).id, staff=staff)
    assert store.conversations.record(line, decision=ANSWER, reply=REPLY, dialogue=Dialogue()) is None


def test_of_eight_who_claim_at_once_one_has_it(store: Store) -> None:
    """The others learn whose it is."""
    say(store, BILLING)
    case = the_case(store)
    people = [store.accounts.add(username=f"p{n}", name=f"P{n}", password_hash="x") for n in range(8)]

    def claim(person: StaffMember) -> str:
        try:
            return store.cases.claim(case.id, staff=person).owner or ""
        except AlreadyClaimed as lost:
            return f"lost to {lost.owner}"

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(claim, people))
    (owner,) = [one for one in told if not one.startswith("lost")]
    assert told.count(f"lost to {owner}") == 7


@pytest.mark.parametrize("act", ["reply", "release", "snooze", "resolve"])
def test_a_colleagues_case_is_left_alone(store: Store, staff: StaffMember, clock: HandClock, act: str) -> None:
    """Nobody answers into a colleague's conversation by slip; given over, it can be answered."""
    say(store, BILLING)
    case, other = the_case(store), store.accounts.add(username="omar", name="Omar", password_hash="x")
    store.cases.claim(case.id, staff=staff)
    further: dict[str, dict[str, object]] = {
        "reply": {"text": "Hi", "last_seen": 99},
        "snooze": {"until": clock.now() + timedelta(hours=1)},
    }
    with pytest.raises(AlreadyClaimed, match="Rosa Diaz has this case"):
        getattr(store.cases, act)(case.id, staff=other, **further.get(act, {}))
    store.cases.assign(case.id, staff=other, to=other)
    getattr(store.cases, act)(case.id, staff=other, **further.get(act, {}))


def test_a_reply_takes_the_case_and_is_not_sent_into_a_closed_one(store: Store, staff: StaffMember) -> None:
    """Who answers has it; what is resolved takes no reply."""
    say(store, CRISIS)
    case = the_case(store)
    store.cases.reply(case.id, staff=staff, text="I am here.", last_seen=99)
    taken = the_case(store)
    assert (taken.state, taken.owner, taken.acknowledged_by) == (CaseState.CLAIMED, "Rosa Diaz", "Rosa Diaz")
    store.cases.resolve(case.id, staff=staff)
    with pytest.raises(NotAllowed):
        store.cases.reply(case.id, staff=staff, text="And", last_seen=99)


def test_a_waiting_case_comes_back_when_the_patient_writes(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """Whatever they write, it is for whose case it is."""
    say(store, BILLING)
    store.cases.snooze(the_case(store).id, staff=staff, until=clock.now() + timedelta(hours=1))
    assert the_case(store).state is CaseState.WAITING
    assert say(store, ANSWER) is None
    assert (the_case(store).state, the_case(store).owner) == (CaseState.CLAIMED, "Rosa Diaz")


def test_a_note_is_no_line(store: Store, staff: StaffMember) -> None:
    """Staff read it beside the case; the conversation does not hold it."""
    say(store, BILLING)
    case = the_case(store)
    note = store.cases.note(case.id, staff=staff, text=CANARY)
    assert store.cases.notes(case.id) == (note,)
    assert (note.staff_name, note.text) == ("Rosa Diaz", CANARY)
    assert [line.author for line in store.conversations.lines("c1")] == [Author.PATIENT, Author.DESK]


def test_danger_runs_timers_until_someone_has_seen_it(store: Store, place: Place, staff: StaffMember) -> None:
    """Paged until seen; then, while they write on, until whose case it is answers; closed, until it is followed up."""
    say(store, CRISIS)
    assert running(place) == {TimerKind.PAGE}
    case = store.cases.acknowledge(the_case(store).id, staff=staff)
    assert (case.state, case.acknowledged_by, running(place)) == (CaseState.ACKNOWLEDGED, "Rosa Diaz", set())
    say(store, STILL_IN_CRISIS)
    assert running(place) == {TimerKind.UNANSWERED}
    store.cases.reply(case.id, staff=staff, text="I am here.", last_seen=99)
    assert running(place) == set()
    store.cases.resolve(case.id, staff=staff)
    assert running(place) == {TimerKind.FOLLOW_UP}
    assert place.run("SELECT count(*) FROM timer WHERE kind = 'unanswered'") == [(1,)]


def test_danger_in_a_colleagues_conversation_pages_all_the_same(
    store: Store, staff: StaffMember, clock: HandClock
) -> None:
    """The case is raised and stays theirs; what was seen minutes ago does not page again."""
    say(store, BILLING)
    store.cases.claim(the_case(store).id, staff=staff)
    say(store, CRISIS)
    raised = the_case(store)
    assert (raised.state, raised.priority, raised.owner) == (CaseState.PAGED, Priority.PAGED, "Rosa Diaz")
    store.cases.acknowledge(raised.id, staff=staff)
    say(store, CRISIS)
    assert the_case(store).state is CaseState.CLAIMED
    clock.move(minutes=10)
    say(store, CRISIS)
    assert the_case(store).state is CaseState.PAGED


def test_a_case_is_due_when_its_first_message_is(store: Store) -> None:
    """A later message does not put it off; a more urgent one brings it forward."""
    say(store, BILLING, due_minutes=240)
    say(store, BILLING, due_minutes=300)
    assert the_case(store).due_at == START + timedelta(minutes=240)
    say(store, POSSIBLE, due_minutes=15)
    assert the_case(store).due_at == START + timedelta(minutes=15)


def test_identity_is_unverified_until_staff_say_so(store: Store, staff: StaffMember) -> None:
    """The tick is one of the case's facts, and can be taken back."""
    say(store, Decision(disposition=Disposition.HANDOFF))
    case = the_case(store)
    assert not case.is_verified
    assert store.cases.verify(case.id, staff=staff, is_verified=True).is_verified
    assert not store.cases.verify(case.id, staff=staff, is_verified=False).is_verified
