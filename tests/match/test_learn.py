from __future__ import annotations

from dataclasses import replace

import pytest

from bot.match import phrasings
from bot.match.learn import Learned, Lesson, learn, untaught
from bot.match.lexical import LexicalTier
from bot.match.ranker import FEWNESS
from bot.match.thresholds import Thresholds
from bot.model import Language
from tests.match.parts import Parrot, asking
from tests.samples import FAQ

EN = Language.ENGLISH


def lesson(max_wrong: float = 5.0) -> Lesson:
    """Return what a small FAQ has to teach, by spelling."""
    kinds = {topic.id: topic.kind for topic in FAQ.topics}
    tiers = (LexicalTier(language=EN),)
    return Lesson(language=EN, phrasings=phrasings(FAQ, EN), tiers=tiers, kinds=kinds, max_wrong=max_wrong)


@pytest.fixture(scope="module")
def learned() -> Learned:
    """Return what it has taught."""
    return learn(lesson())


def test_the_same_faq_teaches_the_same_twice(learned: Learned) -> None:
    """Learning again gives the same weights, thresholds and report, to the last digit."""
    assert learn(lesson()) == learned


def test_what_is_learnt_is_reported(learned: Learned) -> None:
    """The bias, each feature and fewness have a weight, thresholds are probabilities, the report keeps the budget."""
    assert len(learned.logit.weights) == 5
    at = learned.thresholds
    assert all(0 <= threshold <= 1 for threshold in (at.answer, at.ask, at.chat))
    assert learned.report
    assert learned.report.wrong <= 5.0
    assert learned.report.messages > len(phrasings(FAQ, EN))


def test_a_larger_budget_dares_more(learned: Learned) -> None:
    """With the same phrasings, whoever allows more wrong answers gets lower thresholds and the same probabilities."""
    daring = learn(lesson(max_wrong=100.0))
    assert daring.logit == learned.logit
    assert daring.thresholds.answer < learned.thresholds.answer
    assert daring.thresholds.ask <= learned.thresholds.ask


def test_what_triage_stops_is_not_learnt_from(learned: Learned) -> None:
    """A message that never reaches the matcher is not held out."""
    stopped = {"How long is a session?", "what is the price"}
    found = learn(replace(lesson(), is_stopped=stopped.__contains__))
    assert learned.report
    assert found.report
    assert found.report.messages == learned.report.messages - 2 * len(stopped)


def test_a_desk_whose_triage_stops_everything_stays_cautious() -> None:
    """Where no message is left to the matcher, what was believed before stays, and there is nothing to report."""
    found = learn(replace(lesson(), is_stopped=lambda _text: True))
    assert found == untaught((LexicalTier(language=EN),))


def test_one_target_teaches_nothing() -> None:
    """A FAQ with one entry is too small to be held out."""
    tiny = replace(FAQ, entries=FAQ.entries[:1], topics=())
    tiers = (LexicalTier(language=EN),)
    found = learn(Lesson(language=EN, phrasings=phrasings(tiny, EN), tiers=tiers, kinds={}, max_wrong=5))
    assert found == untaught(tiers)
    assert found.thresholds == Thresholds()
    assert found.report is None


def test_more_tiers_share_what_is_believed_before() -> None:
    """Two tiers that agree are not believed twice over: each one's prior weighs less than it does alone."""
    alone, both = (untaught((Parrot(),) * tiers).logit.weights for tiers in (1, 2))
    assert alone == (-3.5, 1.0, 1.0, FEWNESS)
    assert both == (-3.5, *[pytest.approx(2 / 3)] * 4, FEWNESS)


def test_unusual_phrasings_teach_but_are_not_judged() -> None:
    """Phrasings of the folder beside the file count a little in the weights, and not at all in the report."""
    usual = lesson()
    more = asking(2, 20, is_own=False)
    both = replace(usual, phrasings=(*usual.phrasings, *more))
    plain, found = learn(usual), learn(both)
    assert found.logit != plain.logit
    assert found.report
    assert plain.report
    assert found.report.messages == plain.report.messages


def test_progress_is_told() -> None:
    """Whoever waits hears how many steps are done, until all are."""
    told: list[tuple[int, int]] = []
    learn(lesson(), lambda done, of: told.append((done, of)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
