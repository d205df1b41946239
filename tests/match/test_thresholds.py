from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.match.crossfit import Origin
from bot.match.daring import CLINICAL_HARM
from bot.match.thresholds import (
    NEVER,
    SHARE,
    Thresholds,
    answers_wrongly,
    asks_wrongly,
    chats_wrongly,
    lowest,
    thresholds,
    weights,
)
from tests.match.parts import judged

if TYPE_CHECKING:
    from bot.match.judge import Judged

BUDGETS = st.floats(min_value=0, max_value=300)
_TARGETS = st.sampled_from(["a", "b", "dose", "cost"])


def _held_out(places: list[int], targets: list[str], origins: list[Origin]) -> list[Judged]:
    """Return messages that are each sure of "a" to a degree of its own."""
    return [
        judged(target if origin is Origin.ASKED else None, {"a": place / 1000, "hello": (1000 - place) / 2000}, origin)
        for place, target, origin in zip(places, targets, origins, strict=False)
    ]


HELD_OUT = st.builds(
    _held_out,
    st.lists(st.integers(1, 999), min_size=1, max_size=40, unique=True),
    st.lists(_TARGETS, min_size=40, max_size=40),
    st.lists(st.sampled_from(Origin), min_size=40, max_size=40),
)


def spent(held_out: list[Judged], at: float) -> float:
    """Return how many wrong answers in 1,000 messages a threshold allows."""
    weight = weights(held_out)
    wrong = [one for one in held_out if one.daring.answer >= at and answers_wrongly(one)]
    return 1000 * sum(weight[one.origin] * (CLINICAL_HARM if one.is_clinical else 1) for one in wrong)


@given(held_out=HELD_OUT, budget=BUDGETS)
def test_the_budget_is_kept(held_out: list[Judged], budget: float) -> None:
    """At the threshold, the held-out messages that are answered wrongly cost no more than was allowed."""
    assert spent(held_out, thresholds(held_out, budget).answer) <= budget + 1e-9


@given(held_out=HELD_OUT, budget=BUDGETS, more=BUDGETS)
def test_a_larger_budget_never_raises_a_threshold(held_out: list[Judged], budget: float, more: float) -> None:
    """Whoever allows more wrong answers gets at least as many answers, offers and lines of chatter."""
    strict, loose = thresholds(held_out, budget), thresholds(held_out, budget + more)
    assert loose.answer <= strict.answer
    assert loose.ask <= strict.ask
    assert loose.chat <= strict.chat


def test_the_threshold_falls_as_the_budget_rises() -> None:
    """Each wrong answer that the budget pays for lowers the threshold to where the next one would be."""
    wrong = [judged("b", {"a": share}) for share in (0.9, 0.7, 0.5)]
    right = [judged("a", {"a": share}) for share in (0.95, 0.8, 0.6, 0.4)]
    found = [thresholds([*wrong, *right], budget).answer for budget in (0, 150, 300, 500)]
    assert found == [0.95, 0.8, 0.6, 0.4]


def test_where_the_surest_is_wrong_nothing_is_dared() -> None:
    """A budget that cannot pay for the surest wrong answer leaves no answer at all."""
    assert thresholds([judged("b", {"a": 0.99}), judged("a", {"a": 0.5})], 5) == Thresholds(
        answer=NEVER, ask=NEVER, chat=NEVER
    )


def test_nothing_held_out_is_met_with_caution() -> None:
    """A FAQ too small to be held out gets the cautious thresholds."""
    assert thresholds([], 5) == Thresholds(answer=0.6, ask=0.6, chat=0.6)


def test_a_clinical_question_answered_costs_more() -> None:
    """The same share of wrong answers keeps a desk more careful where the questions were clinical."""
    sure = [judged("a", {"a": 0.5 + n / 1000}) for n in range(99)]
    plain, clinical = (lowest_answer([*sure, judged(target, {"a": 0.5205})], 0.015) for target in ("b", "dose"))
    assert (plain, clinical) == (0.5, 0.521)


def lowest_answer(held_out: list[Judged], budget: float) -> float:
    """Return the threshold for answers at a budget that is a share of messages."""
    return lowest(held_out, lambda one: one.daring.answer, answers_wrongly, budget)


@pytest.mark.parametrize(
    ("target", "answers", "asks", "chats"),
    [
        ("a", False, False, True),
        ("b", True, False, True),
        ("c", True, True, True),
        ("dose", True, True, True),
        ("hello", True, True, False),
        (None, True, True, False),
    ],
)
def test_what_would_be_wrong(target: str | None, *, answers: bool, asks: bool, chats: bool) -> None:
    """An answer must be the one asked for, an offer must hold it, and chatter may pass over nothing that was asked."""
    one = judged(target, {"a": 0.4, "b": 0.3, "hello": 0.1})
    assert (answers_wrongly(one), asks_wrongly(one), chats_wrongly(one)) == (answers, asks, chats)


def test_a_thousand_messages_are_shared_out_by_origin() -> None:
    """However many of each were held out, those who ask and the everyday ones count in their fixed shares."""
    held_out = [*[judged("a", {})] * 10, *[judged(None, {}, Origin.BACKGROUND)] * 30, judged(None, {}, Origin.MISSING)]
    found = weights(held_out)
    assert found[Origin.ASKED] * 10 == pytest.approx(SHARE[Origin.ASKED])
    assert found[Origin.BACKGROUND] * 30 == pytest.approx(SHARE[Origin.BACKGROUND])
    assert found[Origin.MISSING] == 0


@pytest.mark.parametrize("origins", [[], [Origin.MISSING], [Origin.ASKED]])
def test_what_was_not_held_out_has_no_weight(origins: list[Origin]) -> None:
    """Only origins that are there are weighed, and those that are and count make one together."""
    found = weights([judged(None, {}, origin) for origin in origins])
    assert set(found) == set(origins)
    assert sum(found.values()) == (1.0 if Origin.ASKED in origins else 0.0)
