from __future__ import annotations

import pytest

from bot.match import crossfit as crossfit_module
from bot.match.crossfit import Origin, Seen, background, crossfit, outside
from bot.match.tier import OUTSIDE, Phrasing
from bot.model import Language
from tests.match.parts import Parrot, asking

EVERYDAY = ("who won the match", "is it raining")
PHRASINGS = (*asking(6, 12), *(Phrasing(target="t0", text=f"odd way {n}", is_own=False) for n in range(10)))
_TARGETS = {p.text: p.target for p in PHRASINGS}


def seen(origin: Origin) -> list[Seen]:
    """Return the held-out messages of one origin, ranked by a tier that knows what it has read."""
    return [one for one in crossfit(PHRASINGS, (Parrot(),), EVERYDAY) if one.origin is origin]


def test_every_phrasing_is_asked_once() -> None:
    """Each phrasing plays a patient exactly once, asks for its own target and tells whether the file holds it."""
    asked = seen(Origin.ASKED)
    expected = sorted((p.text, p.target, p.is_own) for p in PHRASINGS)
    assert sorted((one.text, one.target or "", one.is_own) for one in asked) == expected


@pytest.mark.parametrize("origin", Origin)
def test_no_message_is_ranked_by_a_matcher_that_has_read_it(origin: Origin) -> None:
    """Held-out messages find candidates, but never by the very phrasing that is held out."""
    found = [candidate.features for one in seen(origin) for candidate in one.found.candidates]
    assert found
    assert {features[0] for features in found} == {0.0}


def test_a_held_out_target_is_never_ranked() -> None:
    """Usual phrasings play those who ask what the FAQ does not hold: for nothing, and they find other targets only."""
    missing = seen(Origin.MISSING)
    assert {one.text for one in missing} == {p.text for p in PHRASINGS if p.is_own}
    assert {one.target for one in missing} == {None}
    assert all(_TARGETS[one.text] not in {c.target for c in one.found.candidates} for one in missing)


def test_a_target_is_as_rarely_said_as_in_the_whole_faq() -> None:
    """Holding a phrasing out does not mark its target as one of few phrasings, which would give it away."""
    found = [one.found.candidates for one in crossfit((*asking(2, 3), *asking(3, 30)[60:]), (Parrot(),), ())]
    few = {(c.target, c.features[-1]) for candidates in found for c in candidates}
    assert few == {("t0", 0.677), ("t1", 0.677), ("t2", 0.0)}


def test_everyday_questions_are_held_out_too() -> None:
    """Each asks for nothing once, by a matcher that has read the others and not this one."""
    found = seen(Origin.BACKGROUND)
    assert sorted((one.text, one.target) for one in found) == sorted((text, None) for text in EVERYDAY)
    assert {one.found.outside for one in found} == {(0.0,)}


def test_everyday_questions_never_outnumber_the_phrasings() -> None:
    """A small FAQ is not drowned in them: as many are read as it has phrasings, always the same ones."""
    many = [f"everyday {n}" for n in range(50)]
    assert len(outside(many, 20)) == 20
    assert outside(many, 20) == outside(many, 20)
    assert {p.target for p in outside(EVERYDAY, 20)} == {OUTSIDE}


def test_the_same_phrasings_are_held_out_alike() -> None:
    """Nothing is left to chance: twice the same is seen."""
    assert crossfit(PHRASINGS, (Parrot(),), EVERYDAY) == crossfit(PHRASINGS, (Parrot(),), EVERYDAY)


@pytest.mark.parametrize("phrasings", [(), asking(1, 30)], ids=["nothing", "one target"])
def test_too_little_to_hold_anything_out(phrasings: tuple[Phrasing, ...]) -> None:
    """Where there are not two targets, nothing can be learnt and nothing is seen."""
    assert crossfit(phrasings, (Parrot(),), EVERYDAY) == []


def test_what_would_leave_nothing_to_read_is_not_held_out() -> None:
    """Where the part to be held out is all there is, nobody could rank it: only missing targets are seen."""
    found = crossfit(asking(2, 1), (Parrot(),), ())
    assert [(one.origin, one.target) for one in found] == [(Origin.MISSING, None)] * 2


def test_progress_is_told_to_the_end() -> None:
    """Steps are counted from none to all, one after the other."""
    told: list[tuple[int, int]] = []
    crossfit(PHRASINGS, (Parrot(),), EVERYDAY, lambda done, of: told.append((done, of)))
    assert told == [(n, 14) for n in range(15)]


def test_a_large_faq_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than the most are read, and at most 1,500 usual ones and 500 without a target are asked."""
    monkeypatch.setattr(crossfit_module, "_MOST_READ", 4_000)
    tier = Parrot()
    found = crossfit(asking(2, 2_200), (tier,), ())
    assert sum(one.origin is Origin.ASKED for one in found) == 1_500
    assert sum(one.origin is Origin.MISSING for one in found) == 500
    assert max(len(fit.phrasings) for fit in tier.fits) < 4_000


@pytest.mark.parametrize("language", Language)
def test_everyday_questions_come_with_the_desk(language: Language) -> None:
    """Every language has some, no two alike and none empty."""
    found = background(language)
    assert len(found) > 100
    assert len(set(found)) == len(found)
    assert all(text.strip() for text in found)
