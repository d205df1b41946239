from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.match.crossfit import Origin
from bot.match.daring import CLINICAL_HARM
from bot.match.thresholds import (
    ASKED,
    NEVER,
    Thresholds,
    answers_wrongly,
    asks_wrongly,
    chats_wrongly,
    lowest,
    shares,
    thresholds,
    weights,
)
from tests.match.parts import KINDS, judged

if TYPE_CHECKING:
    from bot.match.judge import Judged

BUDGETS = st.floats(min_value=0, max_value=300)
ENTRIES = frozenset("abc")
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
    weight = weights(held_out, ENTRIES)
    wrong = [one for one in held_out if one.daring.answer >= at and answers_wrongly(one)]
    return 1000 * sum(weight[one.origin] * (CLINICAL_HARM if one.is_clinical else 1) for one in wrong)


@given(held_out=HELD_OUT, budget=BUDGETS)
def test_the_budget_is_kept(held_out: list[Judged], budget: float) -> None:
    """At the threshold, the held-out messages that are answered wrongly cost no more than was allowed."""
    assert spent(held_out, thresholds(held_out, budget, ENTRIES).answer) <= budget + 1e-9


@given(held_out=HELD_OUT, budget=BUDGETS, more=BUDGETS)
def test_a_larger_budget_never_raises_a_threshold(held_out: list[Judged], budget: float, more: float) -> None:
    """Whoever allows more wrong answers gets at least as many answers, offers and lines of chatter."""
    strict, loose = thresholds(held_out, budget, ENTRIES), thresholds(held_out, budget + more, ENTRIES)
    assert loose.answer <= strict.answer
    assert loose.ask <= strict.ask
    assert loose.chat <= strict.chat


def test_the_threshold_falls_as_the_budget_rises() -> None:
    """Each wrong answer that the budget pays for lowers the threshold to where the next one would be."""
    wrong = [judged("b", {"a": share}) for share in (0.9, 0.7, 0.5)]
    right = [judged("a", {"a": share}) for share in (0.95, 0.8, 0.6, 0.4)]
    found = [thresholds([*wrong, *right], budget, ENTRIES).answer for budget in (0, 150, 300, 500)]
    assert found == [0.95, 0.8, 0.6, 0.4]


@pytest.mark.parametrize(("surest", "at"), [(1.0, 1.0001), (0.99, 0.9901), (0.3, 0.6)])
def test_where_the_surest_is_wrong_only_what_is_surer_is_dared(surest: float, at: float) -> None:
    """A budget that cannot pay for the surest wrong answer leaves what no held-out message reached, with caution."""
    held_out = [judged("b", {"a": surest}), judged("a", {"a": 0.2})]
    assert thresholds(held_out, 5, ENTRIES) == Thresholds(answer=at, ask=at, chat=0.6)


def test_nothing_held_out_to_dare_on_leaves_nothing_dared() -> None:
    """Where no held-out message could have been answered, no probability is enough."""
    assert lowest_answer([], 0.005) == NEVER


def test_nothing_held_out_is_met_with_caution() -> None:
    """A FAQ too small to be held out gets the cautious thresholds."""
    assert thresholds([], 5, ENTRIES) == Thresholds(answer=0.6, ask=0.6, chat=0.6)


def test_a_clinical_question_answered_costs_more() -> None:
    """The same share of wrong answers keeps a desk more careful where the questions were clinical."""
    sure = [judged("a", {"a": 0.5 + n / 1000}) for n in range(99)]
    plain, clinical = (lowest_answer([*sure, judged(target, {"a": 0.5205})], 0.015) for target in ("b", "dose"))
    assert (plain, clinical) == (0.5, 0.521)


def lowest_answer(held_out: list[Judged], budget: float) -> float:
    """Return the threshold for answers at a budget that is a share of messages."""
    entries = frozenset(one.target for one in held_out if one.target and one.target not in KINDS)
    return lowest(
        held_out, lambda one: one.daring.answer, answers_wrongly, budget=budget, weight=weights(held_out, entries)
    )


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
    """However many of each were held out, each origin counts in the share that so many targets leave it."""
    asked = [judged(f"t{n}", {}) for n in range(40)]
    everyday, missing = judged(None, {}, Origin.BACKGROUND), judged(None, {}, Origin.MISSING)
    found = weights([*asked, *[everyday] * 30, *[missing] * 5], frozenset(f"t{n}" for n in range(40)))
    share = shares(40)
    assert found[Origin.ASKED] * 40 == pytest.approx(share[Origin.ASKED])
    assert found[Origin.BACKGROUND] * 30 == pytest.approx(share[Origin.BACKGROUND])
    assert found[Origin.MISSING] * 5 == pytest.approx(share[Origin.MISSING])


@pytest.mark.parametrize(
    ("targets", "missing"), [(0, 0.25), (2, 0.25), (20, 0.25), (25, 0.2), (50, 0.1), (100, 0.05), (500, 0.01)]
)
def test_the_more_a_faq_holds_the_less_is_asked_beside_it(targets: int, missing: float) -> None:
    """A quarter of all messages ask what a small FAQ just lacks, fewer of a larger one; the others share the rest."""
    found = shares(targets)
    assert found[Origin.MISSING] == pytest.approx(missing)
    assert found[Origin.ASKED] == ASKED
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize(("topics", "missing"), [(0.1, 0.185), (0.3, 0.055), (0.5, 0.0)])
def test_topics_play_what_is_asked_beside_the_entries(topics: float, missing: float) -> None:
    """The more of a FAQ are topics, the less held-out targets stand for those who ask what no entry holds."""
    found = shares(20, topics)
    assert found[Origin.MISSING] == pytest.approx(missing)
    assert sum(found.values()) == pytest.approx(1)


def test_what_is_asked_beside_a_small_faq_raises_its_threshold() -> None:
    """The same held-out entry that is taken for another costs a small FAQ the answers that a large one dares."""
    beside = [judged(None, {"t0": 0.7}, Origin.MISSING), *[judged(None, {}, Origin.MISSING)] * 9]
    small, large = (
        [*[judged(f"t{n % size}", {f"t{n % size}": 0.6 + n / 1000}) for n in range(300)], *beside] for size in (5, 250)
    )
    assert lowest_answer(small, 0.005) == 0.701
    assert lowest_answer(large, 0.005) < 0.6


@pytest.mark.parametrize("origins", [[], [Origin.MISSING], [Origin.ASKED], [Origin.MISSING, Origin.ASKED]])
def test_what_was_not_held_out_has_no_weight(origins: list[Origin]) -> None:
    """Only origins that are there are weighed, and together they make one."""
    found = weights([judged(None, {}, origin) for origin in origins], ENTRIES)
    assert set(found) == set(origins)
    assert sum(found.values()) == pytest.approx(1.0 if origins else 0.0)
