from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import StaleView, StoreError
from bot.model import (
    Author,
    Case,
    CaseState,
    Decision,
    Dialogue,
    Disposition,
    Language,
    Line,
    Priority,
    Queue,
    StaffMember,
)
from tests.store.parts import ANSWER, BILLING, CLINICAL, CRISIS, EMERGENCY, POSSIBLE, REPLY, START, HandClock, message

if TYPE_CHECKING:
    from bot.store import Store


def escalate(store: Store, *decisions: Decision, conversation: str = "c1") -> Case:
    """Return the case that messages with these outcomes lead to."""
    for decision in decisions:
        line = store.inbox.accept(message(f"m{store.conversations.latest()}", conversation=conversation)).line
        store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue())
    return next(case for case in store.cases.open_cases() if case.conversation == conversation)


def test_an_escalation_opens_a_case(store: Store) -> None:
    """The case holds where it came from, how serious it is and why."""
    case = escalate(store, CRISIS)
    assert case == Case(
        id=case.id,
        conversation="c1",
        channel="web",
        disposition=Disposition.CRISIS,
        queue=Queue.CLINICAL,
        priority=Priority.PAGED,
        state=CaseState.PAGED,
        signals=("crisis.wish", "bill"),
        opened_at=START,
        updated_at=START,
        paged_at=START,
    )
    assert store.cases.case(case.id) == case


def test_an_answer_opens_none(store: Store) -> None:
    """What staff need not see is no case."""
    line = store.inbox.accept(message()).line
    store.conversations.record(line, decision=ANSWER, reply=REPLY, dialogue=Dialogue())
    assert store.cases.open_cases() == ()


@pytest.mark.parametrize(
    ("decisions", "disposition", "queue", "priority"),
    [
        ((BILLING, CRISIS), Disposition.CRISIS, Queue.CLINICAL, Priority.PAGED),
        ((CRISIS, BILLING), Disposition.CRISIS, Queue.CLINICAL, Priority.PAGED),
        ((EMERGENCY, CRISIS), Disposition.CRISIS, Queue.CLINICAL, Priority.PAGED),
        ((CRISIS, EMERGENCY), Disposition.CRISIS, Queue.CLINICAL, Priority.PAGED),
        ((BILLING, CLINICAL), Disposition.HANDOFF, Queue.CLINICAL, Priority.ROUTINE),
        ((CLINICAL, BILLING), Disposition.HANDOFF, Queue.CLINICAL, Priority.ROUTINE),
        ((CLINICAL, POSSIBLE, BILLING), Disposition.HANDOFF, Queue.CLINICAL, Priority.URGENT),
        ((BILLING, BILLING, ANSWER), Disposition.HANDOFF, Queue.BILLING, Priority.ROUTINE),
        ((Decision(disposition=Disposition.HANDOFF),), Disposition.HANDOFF, Queue.UNKNOWN, Priority.ROUTINE),
    ],
)
def test_a_case_only_gets_more_serious(
    store: Store, decisions: tuple[Decision, ...], disposition: Disposition, queue: Queue, priority: Priority
) -> None:
    """Later messages of the conversation join its open case; what is milder changes nothing of its rank."""
    case = escalate(store, *decisions)
    assert (case.disposition, case.queue, case.priority) == (disposition, queue, priority)
    assert len(store.cases.open_cases()) == 1


def test_a_case_gathers_its_signals(store: Store, clock: HandClock) -> None:
    """Each rule that fired is named once, in the order in which they fired first; the moment of opening stays."""
    escalate(store, BILLING)
    clock.move(minutes=5)
    case = escalate(store, CRISIS, CLINICAL)
    assert case.signals == ("bill", "crisis.wish", "dose")
    assert (case.opened_at, case.updated_at) == (START, clock.now())


def test_open_cases_come_in_their_order(store: Store, clock: HandClock) -> None:
    """Most urgent first, then the one that has waited longest."""
    for name, decision in [("a", BILLING), ("b", POSSIBLE), ("c", CRISIS), ("d", CLINICAL), ("e", EMERGENCY)]:
        escalate(store, decision, conversation=name)
        clock.move(minutes=1)
    assert [case.conversation for case in store.cases.open_cases()] == ["c", "e", "b", "a", "d"]


def test_a_staff_reply_is_a_line_of_the_patients_conversation(
    store: Store, staff: StaffMember, clock: HandClock
) -> None:
    """It carries the writer's name, reaches this conversation only, and marks the case."""
    case, other = escalate(store, BILLING), escalate(store, BILLING, conversation="c2")
    clock.move(minutes=2)
    line = store.cases.reply(case.id, staff=staff, text="I will look.", last_seen=store.conversations.latest())
    assert (line.author, line.text, line.staff_name) == (Author.STAFF, "I will look.", "Rosa Diaz")
    assert store.conversations.lines("c1")[-1] == line
    assert line not in store.conversations.lines("c2")
    assert [store.cases.case(one.id).updated_at for one in (case, other)] == [clock.now(), START]  # type: ignore[union-attr]


def test_a_staff_reply_from_an_old_view_is_refused(store: Store, staff: StaffMember) -> None:
    """Who has not seen the patient's last message must read it first; no other line counts."""
    case = escalate(store, BILLING)
    seen = store.conversations.lines("c1")[0].number
    store.inbox.accept(message("z", conversation="c2"))
    store.cases.reply(case.id, staff=staff, text="First.", last_seen=seen)
    store.inbox.accept(message("late"))
    with pytest.raises(StaleView):
        store.cases.reply(case.id, staff=staff, text="Second.", last_seen=seen)
    assert [line.text for line in store.conversations.lines("c1") if line.author is Author.STAFF] == ["First."]


def test_a_staff_reply_sent_twice_is_sent_once(store: Store, staff: StaffMember) -> None:
    """A doubled click gets the first line, even where the patient has written since; without an id each is its own."""
    case = escalate(store, BILLING)
    seen = store.conversations.latest()
    first = store.cases.reply(case.id, staff=staff, text="Yes.", last_seen=seen, client_id="s1")
    store.inbox.accept(message("late"))
    assert store.cases.reply(case.id, staff=staff, text="Yes!", last_seen=seen, client_id="s1") == first
    assert first.client_id == "s1"
    for _ in range(2):
        store.cases.reply(case.id, staff=staff, text="No id.", last_seen=99)
    assert [line.text for line in store.conversations.lines("c1")][2:] == ["Yes.", "Hello", "No id.", "No id."]


def test_a_patient_may_use_an_id_of_the_staffs(store: Store, staff: StaffMember) -> None:
    """A message is never taken for a staff reply that has the same id."""
    case = escalate(store, BILLING)
    store.cases.reply(case.id, staff=staff, text="Yes.", last_seen=99, client_id="same")
    accepted = store.inbox.accept(message("same", text="Please help"))
    assert (accepted.is_new, accepted.line.author, accepted.line.text) == (True, Author.PATIENT, "Please help")


def test_closing_from_an_old_view_is_refused(store: Store, staff: StaffMember) -> None:
    """Who has not seen the last message cannot close the case over it; who has, can."""
    case = escalate(store, CRISIS)
    seen = store.conversations.latest()
    late = store.inbox.accept(message("late")).line
    with pytest.raises(StaleView):
        store.cases.resolve(case.id, staff=staff, last_seen=seen)
    assert store.cases.open_cases() == (case,)
    store.cases.resolve(case.id, staff=staff, last_seen=late.number)
    assert store.cases.open_cases() == ()


@pytest.mark.parametrize("number", [0, -1, 99, 10**30])
def test_an_unknown_case(store: Store, staff: StaffMember, number: int) -> None:
    """A case that does not exist cannot be read, answered or closed, whatever number a URL holds."""
    assert store.cases.case(number) is None
    with pytest.raises(KeyError):
        store.cases.reply(number, staff=staff, text="Hello", last_seen=0)
    with pytest.raises(KeyError):
        store.cases.resolve(number, staff=staff)


def test_a_reply_of_nobody_is_refused(store: Store) -> None:
    """A staff line needs an account: nothing is stored, and the case is as it was."""
    case = escalate(store, BILLING)
    nobody = StaffMember(id=77, username="ghost", name="Ghost")
    with pytest.raises(StoreError):
        store.cases.reply(case.id, staff=nobody, text="Boo", last_seen=99)
    assert store.cases.open_cases() == (case,)


def test_resolving_ends_the_crisis(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """The case leaves the open ones, and the next message is read afresh, in the language the patient wrote in."""
    line = store.inbox.accept(message()).line
    said = Dialogue(recent=("a", "b"), subject=("session-length",), language=Language.SPANISH)
    state = replace(said, in_crisis=Disposition.CRISIS, waiting=Queue.CLINICAL)
    store.conversations.record(line, decision=CRISIS, reply=REPLY, dialogue=state)
    (case,) = store.cases.open_cases()
    clock.move(minutes=9)
    store.cases.resolve(case.id, staff=staff)
    assert store.cases.open_cases() == ()
    (resolved,) = store.cases.resolved_cases()
    assert (resolved.id, resolved.state) == (case.id, CaseState.RESOLVED)
    assert (resolved.resolved_at, resolved.resolved_by) == (clock.now(), "Rosa Diaz")
    assert store.conversations.dialogue("c1") == Dialogue(language=Language.SPANISH)


def test_resolving_twice_is_resolving_once(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """The second time changes nothing: neither who closed it, nor when, nor a dialogue that went on since."""
    case = escalate(store, CRISIS)
    store.cases.resolve(case.id, staff=staff)
    first = store.cases.case(case.id)
    line = store.inbox.accept(message("later")).line
    store.conversations.record(line, decision=ANSWER, reply=REPLY, dialogue=Dialogue(recent=("later",)))
    clock.move(hours=1)
    other = store.accounts.add(username="omar", name="Omar", password_hash="a hash")
    store.cases.resolve(case.id, staff=other)
    assert store.cases.case(case.id) == first
    assert store.conversations.dialogue("c1").recent == ("later",)


def test_a_case_resolved_lately_opens_again(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """Within two days the conversation goes on with its case, as nobody's; later it gets another."""
    first = escalate(store, CRISIS)
    store.cases.resolve(first.id, staff=staff)
    clock.move(hours=48)
    again = escalate(store, BILLING)
    assert (again.id, again.state, again.owner_id, again.resolved_at) == (first.id, CaseState.OPEN, None, None)
    assert (again.disposition, again.signals) == (Disposition.HANDOFF, ("bill",))
    store.cases.resolve(first.id, staff=staff)
    clock.move(hours=48, seconds=1)
    assert escalate(store, BILLING).id > first.id


def test_resolved_cases_come_newest_first(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """The last closed is first, and no more are given than asked for."""
    cases = [escalate(store, BILLING, conversation=name) for name in "abc"]
    for case in (cases[1], cases[0], cases[2]):
        clock.move(minutes=1)
        store.cases.resolve(case.id, staff=staff)
    assert [case.conversation for case in store.cases.resolved_cases()] == ["c", "a", "b"]
    assert [case.conversation for case in store.cases.resolved_cases(limit=2)] == ["c", "a"]
    assert [store.cases.resolved_since(clock.now() - timedelta(minutes=ago)) for ago in (0, 1, 9)] == [1, 2, 3]
    escalate(store, BILLING, conversation="b")
    assert store.cases.resolved_since(clock.now() - timedelta(minutes=9)) == 2


def test_replies_and_messages_at_once(store: Store, staff: StaffMember) -> None:
    """A reply while the patient writes either comes first or is refused: none follows an unseen message."""
    case = escalate(store, BILLING)
    seen = store.conversations.latest()

    def reply(n: int) -> Line | None:
        try:
            return store.cases.reply(case.id, staff=staff, text=f"r{n}", last_seen=seen)
        except StaleView:
            return None

    with ThreadPoolExecutor(8) as threads:
        sent = [threads.submit(reply, n) for n in range(12)]
        late = threads.submit(store.inbox.accept, message("late"))
        replies = [one.result() for one in sent]
    assert all(line is None or line.number < late.result().line.number for line in replies)


def test_an_act_returns_the_case_as_it_is_stored(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """What an act returns is what is read afterwards: names, moments and all."""
    case = escalate(store, CRISIS)
    for act in (store.cases.acknowledge, store.cases.contact, store.cases.claim, store.cases.release):
        clock.move(seconds=90)
        changed = act(case.id, staff=staff)
        assert changed == store.cases.case(case.id) != case
        case = changed
