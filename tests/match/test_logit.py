from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.match.logit import Example, Features, Logit, fit

PRIOR = Logit(weights=(-2.0, 1.0, 1.0))
RIDGE = 10.0
_NUMBER = st.floats(min_value=-3, max_value=3)
_ROWS = st.lists(st.tuples(_NUMBER, _NUMBER), min_size=1, max_size=8)
_WEIGHT = st.floats(min_value=0, max_value=20)
_LOGITS = st.builds(lambda bias, a, b: Logit(weights=(bias, a, b)), st.floats(-5, 5), _WEIGHT, _WEIGHT)
EXAMPLES = (
    *(Example(rows=((1.0, 0.5), (0.2, -0.5)), right=0, weight=3.0) for _ in range(20)),
    *(Example(rows=((0.9, 0.1), (0.8, -0.1)), right=1) for _ in range(10)),
    *(Example(rows=((0.3, 0.2),), right=None, weight=0.5) for _ in range(40)),
)


@given(logit=_LOGITS, rows=_ROWS)
def test_probabilities_sum_to_at_most_one(logit: Logit, rows: list[Features]) -> None:
    """Each candidate gets from 0 to 1, and all together leave something, or nothing, for "none of them"."""
    found = logit.probabilities(rows)
    assert len(found) == len(rows)
    assert all(0 <= p <= 1 for p in found)
    assert sum(found) <= 1 + 1e-9


@given(logit=_LOGITS, rows=_ROWS, place=st.integers(0, 7), feature=st.integers(0, 1), more=st.floats(0, 3))
def test_more_of_any_feature_never_makes_a_target_less_likely(
    *, logit: Logit, rows: list[Features], place: int, feature: int, more: float
) -> None:
    """A candidate that has more of anything, all else alike, is at least as likely, and its rivals at most so."""
    chosen = place % len(rows)
    risen = tuple(value + more * (n == feature) for n, value in enumerate(rows[chosen]))
    before = logit.probabilities(rows)
    after = logit.probabilities([*rows[:chosen], risen, *rows[chosen + 1 :]])
    assert after[chosen] >= before[chosen] - 1e-9
    assert all(new <= old + 1e-9 for n, (new, old) in enumerate(zip(after, before, strict=True)) if n != chosen)


@given(logit=_LOGITS, rows=_ROWS, weight=_WEIGHT, outside=_NUMBER, more=st.floats(0, 3))
def test_more_likeness_to_everyday_questions_never_makes_a_target_likelier(
    *, logit: Logit, rows: list[Features], weight: float, outside: float, more: float
) -> None:
    """The features of "none of them" speak against every candidate alike."""
    against = Logit(weights=logit.weights, outside=(weight,))
    before, after = (against.probabilities(rows, (value,)) for value in (outside, outside + more))
    assert all(new <= old + 1e-9 for new, old in zip(after, before, strict=True))


def test_what_speaks_for_none_is_learnt() -> None:
    """Where everyday likeness goes with asking for nothing, it weighs more than was believed."""
    nothing = [Example(rows=((1.0, 1.0),), right=None, outside=(1.0,))] * 100
    asked = [Example(rows=((1.0, 1.0),), right=0, outside=(0.0,))] * 100
    believed = Logit(weights=PRIOR.weights, outside=(0.5,))
    assert fit([*nothing, *asked], believed).outside > believed.outside


def test_nothing_found_has_no_probability() -> None:
    """Without candidates there are no probabilities."""
    assert PRIOR.probabilities([]) == []


def test_one_candidate_is_a_logistic_curve() -> None:
    """The log-odds of the only candidate are the weighted sum of its features."""
    (found,) = PRIOR.probabilities([(1.5, 2.0)])
    assert found == pytest.approx(1 / (1 + math.exp(-1.5)))


def test_huge_scores_do_not_overflow() -> None:
    """Scores beyond any that exp could hold still give a probability."""
    assert Logit(weights=(0.0, 1000.0)).probabilities([(5.0,), (4.0,)]) == [1.0, 0.0]


def test_nothing_seen_leaves_what_was_believed() -> None:
    """Without an example the prior stays."""
    assert fit([], PRIOR) == PRIOR


def test_a_few_examples_move_the_weights_little() -> None:
    """The ridge holds a small FAQ near the prior."""
    moved = fit(EXAMPLES[:1], PRIOR).weights
    assert moved != PRIOR.weights
    assert moved == pytest.approx(PRIOR.weights, abs=0.2)


def test_the_same_examples_give_the_same_weights() -> None:
    """Learning is deterministic to the last digit."""
    assert fit(EXAMPLES, PRIOR) == fit(EXAMPLES, PRIOR)


def loss(weights: tuple[float, ...], examples: tuple[Example, ...] = EXAMPLES) -> float:
    """Return what the fit is to make least: the ridge, and how unlikely the examples are."""
    found = RIDGE / 2 * sum((w - start) ** 2 for w, start in zip(weights, PRIOR.weights, strict=True))
    for one in examples:
        shares = Logit(weights=weights).probabilities(one.rows)
        likely = 1 - sum(shares) if one.right is None else shares[one.right]
        found -= one.weight * math.log(likely)
    return found


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("by", [-0.01, 0.01])
def test_no_other_weights_fit_better(place: int, by: float) -> None:
    """A step in any direction makes the examples, with the ridge, less likely: the fit has converged."""
    best = fit(EXAMPLES, PRIOR).weights
    moved = tuple(weight + by * (n == place) for n, weight in enumerate(best))
    assert loss(best) < loss(moved)


def test_messages_that_ask_for_nothing_here_make_it_careful() -> None:
    """Where candidates were found for messages that meant none of them, the same scores become less likely."""
    careful = fit([Example(rows=((1.0, 1.0),), right=None)] * 200, PRIOR)
    assert careful.probabilities([(1.0, 1.0)])[0] < PRIOR.probabilities([(1.0, 1.0)])[0]


def test_a_weight_never_falls_below_zero() -> None:
    """Even where the right target always scores lowest, a higher score is held for no worse."""
    against = [Example(rows=((2.0, 0.0), (0.0, 0.0)), right=1, weight=10.0)] * 100
    learned = fit(against, PRIOR)
    assert min(learned.weights[1:]) >= 0


def test_what_stands_at_zero_does_not_lead_the_others_astray() -> None:
    """Where many messages pull one weight below zero, the others still come to rest where they fit best."""
    rare = (Example(rows=((0.5, 0.0), (0.4, 0.1)), right=0),) * 300
    examples = (*rare, *(Example(rows=((0.1, 1.0),), right=None),) * 3000)
    bias, first, second = fit(examples, PRIOR).weights
    assert second == 0
    best = loss((bias, first, 0.0), examples)
    assert all(best < loss((bias + by, first, 0.0), examples) for by in (-0.01, 0.01))
    assert all(best < loss((bias, first + by, 0.0), examples) for by in (-0.01, 0.01))


def test_a_weightier_message_counts_more() -> None:
    """Ten times the weight is the same as ten times the message."""
    row = ((1.0, 0.5),)
    once = fit([Example(rows=row, right=0, weight=10.0)], PRIOR)
    assert once.weights == pytest.approx(fit([Example(rows=row, right=0)] * 10, PRIOR).weights, abs=1e-5)
