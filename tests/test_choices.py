from __future__ import annotations

import pytest

from bot import choices
from bot.model import Dialogue, Disposition, Queue
from tests.samples import FAQ

OFFERED = Dialogue(options=("session-length", "how-many-sessions", "ride-home"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", "session-length"),
        ("the first one please", "session-length"),
        ("option 2", "how-many-sessions"),
        ("second", "how-many-sessions"),
        ("the last one", "ride-home"),
        ("number three", "ride-home"),
        ("la segunda", "how-many-sessions"),
        ("Can I drive home?", "ride-home"),
    ],
)
def test_a_typed_choice_counts_like_a_tap(typed: str, meant: str) -> None:
    """Numbers, ordinals and the question itself choose."""
    decision = choices.typed(typed, OFFERED, FAQ)
    assert decision is not None
    assert (decision.disposition, decision.entries) == (Disposition.ANSWER, (meant,))


@pytest.mark.parametrize("typed", ["none of these", "no", "None of these, ask a person", "neither", "ninguna"])
def test_none_of_these_asks_a_person(typed: str) -> None:
    """Refusing every option is asking for a person."""
    decision = choices.typed(typed, OFFERED, FAQ)
    assert decision is not None
    assert (decision.disposition, decision.queue) == (Disposition.HANDOFF, Queue.PERSON)


@pytest.mark.parametrize("typed", ["yes", "is it safe", "2 weeks ago I fell", "one more thing, what about cost", "4"])
def test_anything_else_is_a_message(typed: str) -> None:
    """Text that only begins like a choice, and yes to several options, is read as a message."""
    assert choices.typed(typed, OFFERED, FAQ) is None


def test_yes_takes_the_only_option() -> None:
    """With one option, yes is enough."""
    decision = choices.typed("yes", Dialogue(options=("ride-home",)), FAQ)
    assert decision is not None
    assert decision.entries == ("ride-home",)


def test_without_an_offer_nothing_is_chosen() -> None:
    """A number by itself means nothing when nothing was offered."""
    assert choices.typed("1", Dialogue(), FAQ) is None


@pytest.mark.parametrize(
    ("said", "leans"),
    [("and how many of those", True), ("is it", True), ("does parking cost extra", False), ("", False)],
)
def test_follow_ups_are_told(*, said: str, leans: bool) -> None:
    """Short texts that point back lean on the turn before."""
    assert choices.is_follow_up(said.split()) is leans


@pytest.mark.parametrize(
    ("said", "further"),
    [("and who does that", True), ("how long is it", False), ("and " * 9, False), ("", False)],
    ids=("and", "no and", "long", "empty"),
)
def test_questions_for_something_further_are_told(*, said: str, further: bool) -> None:
    """A short text that begins with "and" asks for something that was not just answered."""
    assert choices.asks_further(said.split()) is further
