"""Patients, staff and restarts in any order: every line reaches its own conversation, once."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.model import Case, CaseState, Decision, Dialogue, Disposition, Language, Line
from bot.wording import notices
from tests.store.parts import ANSWER, BILLING, CRISIS, REPLY, START, HandClock, message
from tests.store.places import Place, open_place, ready

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store import Store

names = st.sampled_from(["a", "b", "c"])
decisions = st.sampled_from([ANSWER, BILLING, CRISIS])


class AnyOrder(RuleBasedStateMachine):
    """What a store must hold after any sequence of its uses, told by a model made of lists."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.store = self.open()
        self.staff = self.store.accounts.add(username="rosa", name="Rosa", password_hash="x")
        self.said: dict[str, list[str]] = defaultdict(list)
        self.waiting: list[Line] = []
        self.in_crisis: set[str] = set()
        self.escalated: set[str] = set()
        self.owned: set[str] = set()
        self.told: set[int] = set()

    def open(self) -> Store:
        """Open the store."""
        return open_place(self.place, HandClock())

    @rule(name=names, again=st.booleans())
    def write(self, name: str, *, again: bool) -> None:
        """Let a patient write, and perhaps send it twice."""
        text = f"{name} says {len(self.said[name])}"
        line = self.store.inbox.accept(message(text, conversation=name, text=text)).line
        self.said[name].append(text)
        self.waiting.append(line)
        if again:
            repeated = self.store.inbox.accept(message(text, conversation=name, text="changed"))
            assert (repeated.line, repeated.is_new) == (line, False)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), decision=decisions, is_silent=st.booleans())
    def record(self, data: st.DataObject, *, decision: Decision, is_silent: bool) -> None:
        """Record an outcome, of whichever message."""
        line = data.draw(st.sampled_from(self.waiting))
        self.waiting.remove(line)
        crisis = Disposition.CRISIS if decision is CRISIS else None
        state = Dialogue(in_crisis=crisis, recent=(line.text,))
        reply = None if is_silent else REPLY
        self.store.conversations.record(line, decision=decision, reply=reply, dialogue=state)
        stays_silent = is_silent or (line.conversation in self.owned and decision is not CRISIS)
        self.said[line.conversation] += [] if stays_silent else ["\n\n".join(REPLY.paragraphs)]
        self.in_crisis |= {line.conversation} if crisis else set()
        self.escalated |= {line.conversation} if decision.escalates else set()

    @precondition(lambda self: self.escalated)
    @rule(data=st.data())
    def reply(self, data: st.DataObject) -> None:
        """Staff reply to an open case."""
        case = data.draw(st.sampled_from(self.store.cases.open_cases()))
        text = f"to {case.conversation} {len(self.said[case.conversation])}"
        self.store.cases.reply(case.id, staff=self.staff, text=text, last_seen=self.store.conversations.latest())
        self.tell_seen(case)
        self.said[case.conversation].append(text)
        self.owned.add(case.conversation)

    @precondition(lambda self: self.escalated)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """Staff put a case back: the bot answers again."""
        case = data.draw(st.sampled_from(self.store.cases.open_cases()))
        released = self.store.cases.release(case.id, staff=self.staff)
        assert released == self.store.cases.case(case.id)
        self.owned.discard(case.conversation)

    @precondition(lambda self: self.escalated)
    @rule(data=st.data())
    def resolve(self, data: st.DataObject) -> None:
        """Staff close an open case."""
        case = data.draw(st.sampled_from(self.store.cases.open_cases()))
        self.store.cases.resolve(case.id, staff=self.staff)
        self.tell_seen(case)
        self.escalated.discard(case.conversation)
        self.owned.discard(case.conversation)
        self.in_crisis.discard(case.conversation)

    @rule()
    def restart(self) -> None:
        """Stop the desk and start it."""
        self.store.close()
        self.store = self.open()

    def tell_seen(self, before: Case) -> None:
        """Expect that the patient was told who has seen a case that was paged."""
        # Once each time it was paged, which is told by the moment: here time stands still.
        if before.state is CaseState.PAGED and before.id not in self.told:
            self.told.add(before.id)
            told = notices.seen(None, Language.ENGLISH, name="Rosa", at=START)
            self.said[before.conversation].append("\n\n".join(told.paragraphs))

    @invariant()
    def every_line_is_in_its_conversation(self) -> None:
        """Each conversation holds its own lines, in order, and no other's; numbers are never shared."""
        lines = {name: self.store.conversations.lines(name) for name in "abc"}
        assert {name: [line.text for line in lines[name]] for name in "abc"} == {n: self.said[n] for n in "abc"}
        numbers = [line.number for name in "abc" for line in lines[name]]
        assert len(set(numbers)) == len(numbers)

    @invariant()
    def nothing_is_forgotten(self) -> None:
        """Keep what has no outcome waiting, what escalated open, a crisis until staff close it."""
        assert list(self.store.inbox.unanswered()) == sorted(self.waiting, key=lambda line: line.number)
        assert {case.conversation for case in self.store.cases.open_cases()} == self.escalated
        assert {n for n in "abc" if self.store.conversations.dialogue(n).in_crisis} == self.in_crisis
        assert all(case.state is CaseState.RESOLVED for case in self.store.cases.resolved_cases())

    def teardown(self) -> None:
        """Close the store."""
        self.store.close()


def test_any_order(place: Place, tmp_path: Path) -> None:
    """Whatever they do, in whichever order, on a database of its own each time."""
    folders = (tmp_path / str(number) for number in count())

    class Here(AnyOrder):
        def __init__(self) -> None:
            super().__init__(ready(place, next(folders)))

    run_state_machine_as_test(Here, settings=settings(max_examples=5, stateful_step_count=30))
