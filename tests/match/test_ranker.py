from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.match.ranker import MOST, Candidate, Found, Ranker
from bot.match.tier import OUTSIDE, Phrasing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A tier that gives every message the same scores."""

    found: Mapping[str, tuple[float, ...]]
    name: str = "fixed"
    prior: tuple[float, ...] = (1.0, 1.0)

    def fit(self, _phrasings: Sequence[Phrasing]) -> Fixed:
        """Read nothing."""
        return self

    def scores(self, _asked: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
        """Return the scores."""
        return self.found


def ranked(*tiers: Mapping[str, tuple[float, ...]]) -> tuple[Candidate, ...]:
    """Return the candidates for any message by tiers with these scores; each target has plenty of phrasings."""
    plenty = [phrasing for target in tiers[0] for phrasing in said(target, 30)]
    return Ranker(plenty, [Fixed(found=found) for found in tiers]).find(("anything",)).candidates


def said(target: str, ways: int) -> tuple[Phrasing, ...]:
    """Return so many phrasings of a target."""
    return tuple(Phrasing(target=target, text=f"way {n}") for n in range(ways))


def test_features_are_score_lead_and_what_else_the_tier_says() -> None:
    """The best target's lead is over the second, every other's is how far it is behind; further scores follow.

    How few phrasings it has comes last.
    """
    assert ranked({"a": (0.5, 0.1), "b": (2.0, 0.2), "c": (1.25, 0.3)}) == (
        Candidate(target="a", features=(0.5, -1.5, 0.1, 0.0)),
        Candidate(target="b", features=(2.0, 0.75, 0.2, 0.0)),
        Candidate(target="c", features=(1.25, -0.75, 0.3, 0.0)),
    )


def test_tiers_stand_beside_each_other() -> None:
    """A candidate has the features of every tier, in the order of the tiers."""
    (a, b) = ranked({"a": (1.0,), "b": (0.0,)}, {"a": (2.0, 7.0), "b": (4.0, 8.0)})
    assert a.features == (1.0, 1.0, 2.0, -2.0, 7.0, 0.0)
    assert b.features == (0.0, -1.0, 4.0, 2.0, 8.0, 0.0)


@pytest.mark.parametrize(("ways", "few"), [(1, 1.0), (3, 0.677), (10, 0.323), (30, 0.0), (300, 0.0)])
def test_a_target_that_was_said_in_few_ways_is_marked(ways: int, few: float) -> None:
    """The fewer phrasings a target has, the more that speaks for it beside its scores, until it has thirty."""
    (found,) = Ranker(said("a", ways), [Fixed(found={"a": (1.0,)})]).find(("anything",)).candidates
    assert found.features == (1.0, 1.0, few)


@pytest.mark.parametrize(("target", "lead"), [("near", 3.0), ("far", -3.0)])
def test_a_lead_has_an_end(target: str, lead: float) -> None:
    """However far ahead or behind, a lead counts for no more than three."""
    found = {candidate.target: candidate.features[1] for candidate in ranked({"near": (50.0,), "far": (1.0,)})}
    assert found[target] == lead


def test_the_only_target_leads_over_nothing() -> None:
    """Where the FAQ holds one target, its lead is its score."""
    assert ranked({"only": (1.5,)}) == (Candidate(target="only", features=(1.5, 1.5, 0.0)),)


def test_no_word_finds_no_candidate() -> None:
    """A message without a word is compared with nothing."""
    assert Ranker((), [Fixed(found={"a": (1.0,)})]).find(()) == Found()


def test_everyday_questions_are_no_candidate() -> None:
    """What they score speaks for none of the targets, and no target leads or trails them."""
    tiers = [Fixed(found={OUTSIDE: (9.0, 0.5), "a": (1.0, 0.1)}), Fixed(found={OUTSIDE: (8.0,), "a": (2.0,)})]
    assert Ranker(said("a", 1), tiers).find(("anything",)) == Found(
        candidates=(Candidate(target="a", features=(1.0, 1.0, 0.1, 2.0, 2.0, 1.0)),), outside=(9.0, 0.5, 8.0)
    )


def test_only_the_likeliest_are_weighed() -> None:
    """Of many targets the best eight are candidates, and of two tiers the best four of each."""
    one = {f"t{n:02}": (float(n),) for n in range(20)}
    other = {target: (-score,) for target, (score,) in one.items()}
    assert [c.target for c in ranked(one)] == [f"t{n:02}" for n in range(12, 20)]
    assert [c.target for c in ranked(one, other)] == [f"t{n:02}" for n in (0, 1, 2, 3, 16, 17, 18, 19)]
    assert MOST == 8


def test_equal_scores_are_ordered_by_name() -> None:
    """Which of many equal targets are weighed depends on their names, never on the order of the file."""
    names = [f"t{n:02}" for n in range(20)]
    forth, back = (dict.fromkeys(order, (1.0,)) for order in (names, reversed(names)))
    assert ranked(forth) == ranked(back)
    assert [c.target for c in ranked(forth)] == names[:MOST]
