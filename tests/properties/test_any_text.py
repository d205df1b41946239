"""Whatever is sent, it ends in exactly one disposition, and the patient gets a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Concern, Decision, Dialogue, Disposition, Priority
from bot.text import MAX_CHARACTERS
from bot.wording import Situation, compose
from tests.properties.said import BESIDES, CLINICAL, CRISES, EMERGENCIES
from tests.samples import MONDAY_NOON

if TYPE_CHECKING:
    from bot.understanding import Understanding

SAID = (*CRISES, *EMERGENCIES, *CLINICAL, *BESIDES)
ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)
MIXED = st.lists(st.one_of(ANY, st.sampled_from(SAID)), min_size=1, max_size=4).map("".join)
ALARMS = {Concern.CRISIS: Disposition.CRISIS, Concern.EMERGENCY: Disposition.EMERGENCY}
UNITS = ("a", "\u0301", "\ufdfa", "😭", "\n", ".", "? ", "no ", "\u202e", "1,", "想死", "<", "{clinic.phone}")


def check(desk: Understanding, decision: Decision) -> None:
    """Fail unless the decision is whole: one disposition, what belongs to it, nothing else, and a reply."""
    is_alarm = decision.disposition in {Disposition.CRISIS, Disposition.EMERGENCY}
    assert decision.disposition in Disposition
    assert (decision.queue is not None) is decision.escalates
    assert (decision.priority is Priority.PAGED) is is_alarm
    assert bool(decision.options) is (decision.disposition is Disposition.CLARIFY)
    assert bool(decision.entries) is (decision.disposition is Disposition.ANSWER) or decision.escalates
    assert not (is_alarm and decision.entries)
    assert 0 <= decision.confidence <= 1
    reply = compose(decision, desk.faq, Situation(now=MONDAY_NOON))
    assert all(paragraph.strip() for paragraph in reply.paragraphs)
    assert reply.paragraphs


def check_alarms(decision: Decision) -> None:
    """Fail if a rule for danger fired and the decision is anything less."""
    for concern, disposition in ALARMS.items():
        if any(signal.concern is concern for signal in decision.signals):
            assert decision.disposition is disposition
            return


@given(text=st.one_of(ANY, MIXED))
@settings(max_examples=200)
def test_any_text_ends_in_one_disposition(desk: Understanding, text: str) -> None:
    """Half characters, controls and every script: nothing raises, and a rule for danger is never overruled."""
    decision, _ = desk.take(Dialogue(), text)
    check(desk, decision)
    check_alarms(decision)


@given(turns=st.lists(st.one_of(ANY, st.sampled_from(SAID)), min_size=2, max_size=5))
@settings(max_examples=50)
def test_any_conversation_ends_in_one_disposition_at_each_turn(desk: Understanding, turns: list[str]) -> None:
    """The same of each message of a dialogue, and after a crisis every further one is a crisis."""
    dialogue, is_crisis = Dialogue(), False
    for turn in turns:
        decision, dialogue = desk.take(dialogue, turn)
        check(desk, decision)
        is_crisis |= decision.disposition is Disposition.CRISIS
        assert (decision.disposition is Disposition.CRISIS) is is_crisis


@pytest.mark.parametrize("unit", UNITS)
def test_the_longest_text_ends_in_one_disposition(desk: Understanding, unit: str) -> None:
    """Ten thousand characters of anything are decided like any other message."""
    decision, _ = desk.take(Dialogue(), (unit * MAX_CHARACTERS)[:MAX_CHARACTERS])
    check(desk, decision)
    check_alarms(decision)
