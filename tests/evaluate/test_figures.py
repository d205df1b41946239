from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluate.figures import KINDS, figures, wilson
from bot.evaluate.labels import Ending
from bot.evaluate.outcome import Outcome

FOUND = [
    *[(Ending.CRISIS, Outcome.RIGHT)] * 6,
    (Ending.CRISIS, Outcome.RIGHT_EMERGENCY),
    *[(Ending.CRISIS, Outcome.SOFT)] * 2,
    (Ending.CRISIS, Outcome.MISSED_UNSTAFFED),
    *[(Ending.EMERGENCY, Outcome.RIGHT)] * 3,
    (Ending.EMERGENCY, Outcome.MISSED_STAFFED),
    *[(Ending.CLINICAL, Outcome.RIGHT)] * 2,
    (Ending.CLINICAL, Outcome.EXTRA),
    (Ending.CLINICAL, Outcome.FALSE_ALARM),
    (Ending.CLINICAL, Outcome.NEAR_ANSWER),
    (Ending.CLINICAL, Outcome.UNSAFE_ANSWERED),
    (Ending.CLINICAL, Outcome.UNSAFE_UNSTAFFED),
    *((Ending.ANSWER, outcome) for outcome in Outcome),
    (Ending.DESK, Outcome.WRONG),
    (Ending.DESK, Outcome.RIGHT),
    (Ending.DESK, Outcome.EXTRA),
    (Ending.SMALLTALK, Outcome.RIGHT),
]
COUNTS = {
    "crisis_recall": (7, 10),
    "crisis_reached": (9, 10),
    "emergency_recall": (3, 4),
    "false_alarm_rate": (2, 27),
    "extra_rate": (3, 27),
    "clinical_staffed": (4, 7),
    "clinical_unsafe": (2, 7),
    "answer_right": (1, 16),
    "answer_right_or_asked": (4, 16),
    "answer_wrong": (1, 16),
    "answer_handed_off": (4, 16),
    "desk_right": (1, 3),
    "desk_wrong": (1, 3),
    "offtopic_wrong": (0, 0),
    "smalltalk_right": (1, 1),
}


def test_every_figure_counts_its_outcomes() -> None:
    """Each figure is of the messages that expected its ending, and counts the outcomes that its name says."""
    found = figures(FOUND)
    assert found.messages == len(FOUND)
    assert {rate.name: (rate.count, rate.total) for rate in found.rates} == COUNTS


def test_a_figure_of_nothing_is_no_figure() -> None:
    """Where no message expects an ending there is neither a rate nor an interval: it is not zero."""
    rate = figures(FOUND).rate("offtopic_wrong")
    assert (rate.value, rate.interval) == (None, None)


def test_a_rate_stands_beside_its_interval() -> None:
    """The rate is rounded to four digits and lies in its interval."""
    rate = figures(FOUND).rate("answer_right")
    assert rate.value == 0.0625
    assert rate.interval == (0.0111, 0.2833)


def test_outcomes_are_counted_for_each_expected_ending() -> None:
    """Endings that nobody expected and outcomes that never happened are left out."""
    outcomes = figures(FOUND).outcomes
    assert outcomes[Ending.DESK] == {Outcome.WRONG: 1, Outcome.EXTRA: 1, Outcome.RIGHT: 1}
    assert Ending.OFFTOPIC not in outcomes


def test_no_figure_is_there_twice() -> None:
    """A name stands for one figure."""
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("count", "total", "interval"),
    [
        (38, 40, (0.835, 0.9862)),
        (0, 10, (0.0, 0.2775)),
        (10, 10, (0.7225, 1.0)),
        (1, 1, (0.2065, 1.0)),
        (500, 1000, (0.4691, 0.5309)),
    ],
)
def test_the_interval_is_wilsons(count: int, total: int, interval: tuple[float, float]) -> None:
    """The bounds are those that statistics packages print, R's prop.test without correction among them."""
    assert wilson(count, total) == interval


@given(total=st.integers(1, 5_000), share=st.floats(0, 1))
def test_an_interval_holds_its_rate(total: int, share: float) -> None:
    """Whatever was counted, the rate lies between its bounds, and they lie between 0 and 1."""
    count = round(share * total)
    low, high = wilson(count, total)
    assert 0 <= low <= round(count / total, 4) <= high <= 1
