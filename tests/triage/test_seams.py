"""Messages read together: a danger written over several is one sentence, whole messages beside each other are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import Concern
from bot.text import readings
from bot.triage.seams import joined

if TYPE_CHECKING:
    from bot.triage import Triage

ALARMS = {Concern.CRISIS, Concern.EMERGENCY}


@pytest.mark.parametrize(
    "messages",
    [
        ("i want to", "die"),
        ("i want", "to die"),
        ("kill", "myself"),
        ("i dont wanna live", "anymore"),
        ("i took all of", "my pills"),
        ("everyone would be better off", "without me"),
        ("hi", "i want to end", "it all"),
        ("k", "m", "s"),
        ("my husband is", "having a seizure"),
        ("he is not", "breathing"),
        ("quiero", "morir"),
        ("me quiero", "matar"),
    ],
)
def test_a_danger_over_several_messages_is_heard(phrases: Triage, messages: tuple[str, ...]) -> None:
    """A message that breaks off, a few words, or words that go on: the sentence is read as one."""
    assert {signal.concern for signal in phrases.signals(readings(joined(messages)))} & ALARMS


@pytest.mark.parametrize(
    "messages",
    [
        ("what happens at the end", "my life is busy"),
        ("it was great last time", "i will cross the street on foot"),
        ("what happens at the end", "everything at work is so busy"),
        ("i just want a quick answer", "the train is in front of me"),
    ],
)
def test_whole_messages_are_no_phrase_together(phrases: Triage, messages: tuple[str, ...]) -> None:
    """Messages without a full stop, each whole, raise nothing together, though a blank between them would."""
    assert {signal.concern for signal in phrases.signals(readings(" ".join(messages)))} & ALARMS
    assert {signal.concern for signal in phrases.signals(readings(joined(messages)))}.isdisjoint(ALARMS)


@pytest.mark.parametrize(
    ("messages", "text"),
    [
        (("i want to", "die"), "i want to die"),
        (("i want to end", "my life"), "i want to end my life"),
        (("I want to come.", "die"), "I want to come.\ndie"),
        (("do you open at nine", "is parking free"), "do you open at nine\nis parking free"),
        (("thanks", "is parking free there"), "thanks\nis parking free there"),
        (("one",), "one"),
        (("", "is parking free there"), "\nis parking free there"),
    ],
)
def test_where_a_sentence_goes_on(messages: tuple[str, ...], text: str) -> None:
    """A blank joins what is one sentence; a full stop, a reply and a whole message end it."""
    assert joined(messages) == text
