from __future__ import annotations

import pytest

from bot.faq.content import TopicKind
from bot.match.crossfit import Origin, Seen
from bot.match.judge import judge
from bot.match.logit import Logit
from bot.match.ranker import Candidate, Found
from bot.match.report import Confusion, Report, report
from bot.match.thresholds import Thresholds
from tests.match.parts import judged

AT = Thresholds(answer=0.8, ask=0.4, chat=0.4)
ENTRIES = frozenset("abcd")
ANSWERED = judged("a", {"a": 0.9})
OFFERED = judged("b", {"a": 0.3, "b": 0.3})
UNSURE = judged("c", {"a": 0.1})
WRONG = judged("d", {"a": 0.9})
BESIDE = judged(None, {"a": 0.1}, Origin.MISSING)
EVERYDAY = judged(None, {"a": 0.0}, Origin.BACKGROUND)


def test_what_is_answered_and_offered() -> None:
    """Shares are of those who ask for an entry; what is answered is not also offered."""
    found = report((ANSWERED, OFFERED, UNSURE, WRONG, judged("cost", {"cost": 1.0}), EVERYDAY), AT, ENTRIES)
    assert (found.messages, found.answered, found.offered) == (6, 0.25, 0.25)


def test_wrong_answers_are_counted_in_a_thousand_messages() -> None:
    """Each origin counts in its share, and the expected number lies within its interval."""
    found = report((ANSWERED, OFFERED, UNSURE, WRONG, EVERYDAY, BESIDE), AT, ENTRIES)
    assert found.wrong == pytest.approx(650 / 4)
    assert 0 < found.wrong_low < found.wrong < found.wrong_high < 1000


def test_a_clinical_question_answered_counts_more() -> None:
    """The same wrong answer weighs more where the question was clinical."""
    plain, clinical = (
        report((*[ANSWERED] * 9, judged(target, {"a": 0.9}), EVERYDAY), AT, ENTRIES).wrong for target in ("d", "dose")
    )
    assert clinical > plain


def test_more_messages_make_the_interval_narrower() -> None:
    """The same share of wrong answers, seen ten times as often, is surer."""
    few = report((ANSWERED, ANSWERED, WRONG), AT, ENTRIES)
    many = report((ANSWERED, ANSWERED, WRONG) * 10, AT, ENTRIES)
    assert few.wrong == many.wrong
    assert few.wrong_low < many.wrong_low < many.wrong_high < few.wrong_high


def test_nothing_wrong_is_still_not_certain() -> None:
    """Without a wrong answer none is expected, but some may come."""
    found = report((ANSWERED,) * 20, AT, ENTRIES)
    assert (found.wrong, found.wrong_low) == (0.0, 0.0)
    assert found.wrong_high > 0


@pytest.mark.parametrize(
    ("probability", "right", "of", "error"),
    [(0.75, 3, 4, 0.0), (0.75, 4, 4, 0.25), (1.0, 4, 4, 0.0), (1.0, 0, 4, 1.0)],
)
def test_the_calibration_error(probability: float, right: int, of: int, error: float) -> None:
    """It is how far what was believed of the likeliest target is from how often it was right."""
    asked = [judged("a" if n < right else "b", {"a": probability}) for n in range(of)]
    assert report(asked, AT, ENTRIES).calibration_error == pytest.approx(error)


def test_where_nothing_was_found_nothing_was_believed() -> None:
    """A message without a candidate is rightly sure of nothing."""
    assert report((judged("a", {}),), AT, ENTRIES).calibration_error == 0.0


def test_what_a_held_out_target_is_taken_for_is_wrong() -> None:
    """Who asks what the FAQ lacks and gets an answer counts among the wrong, and in how honest probabilities are."""
    found = report((ANSWERED, judged(None, {"a": 0.85}, Origin.MISSING)), AT, ENTRIES)
    assert found.wrong == pytest.approx(1000 * 0.25 / 0.9, abs=0.1)
    assert found.calibration_error == pytest.approx((0.65 * 0.1 + 0.25 * 0.85) / 0.9, abs=1e-4)


def test_an_everyday_question_may_be_taken_for_chatter() -> None:
    """A line on what the desk is for is no mistake for who asks something else altogether, as an entry is."""
    chatter, wrong = (judged(None, {target: 0.5}, Origin.BACKGROUND) for target in ("weather", "a"))
    assert report((chatter,), AT, ENTRIES).calibration_error == 0.0
    assert report((wrong,), AT, ENTRIES).calibration_error == 0.5


def test_confusions_are_named_the_most_frequent_first() -> None:
    """Targets taken for another are counted; what was ranked rightly, or asked for nothing, is no confusion."""
    found = report((ANSWERED, EVERYDAY, UNSURE, WRONG, WRONG, judged("a", {})), AT, ENTRIES)
    assert found.confusions == (
        Confusion(asked="d", taken_for="a", count=2),
        Confusion(asked="c", taken_for="a", count=1),
    )


def test_at_most_a_dozen_confusions_are_named() -> None:
    """A long list would not be read."""
    asked = tuple(judged(f"e{n:02}", {"a": 0.5}) for n in range(30))
    assert [one.asked for one in report(asked, AT, ENTRIES).confusions] == [f"e{n:02}" for n in range(12)]


def test_messages_that_all_miss_their_target_still_make_a_report() -> None:
    """Where only held-out targets were asked for, nothing is divided by nothing."""
    assert report((judged(None, {"a": 0.5}, Origin.MISSING),), AT, ENTRIES) == Report(
        messages=1, answered=0.0, offered=0.0, wrong=0.0, wrong_low=0.0, wrong_high=793.5, calibration_error=0.5
    )


@pytest.mark.parametrize(("target", "is_clinical"), [("dose", True), ("a", False), (None, False)])
def test_judging_ranks_by_probability(target: str | None, *, is_clinical: bool) -> None:
    """A held-out message is judged by what the logit makes of its candidates, the likeliest first."""
    candidates = tuple(
        Candidate(target=name, features=(score,)) for name, score in (("a", 0.0), ("b", 2.0), ("c", 0.0))
    )
    seen = Seen(text="anything", origin=Origin.ASKED, found=Found(candidates=candidates), target=target)
    found = judge(seen, Logit(weights=(-1.0, 1.0)), {"dose": TopicKind.CLINICAL})
    assert [match.id for match in found.ranked] == ["b", "a", "c"]
    assert sum(match.probability for match in found.ranked) < 1
    assert found.daring.entry == "b"
    assert (found.origin, found.target, found.is_clinical) == (Origin.ASKED, target, is_clinical)
