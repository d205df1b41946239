from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.content import TopicKind
from bot.match.daring import Daring, daring, mass
from tests.match.parts import KINDS, ranking

_TARGETS = ["a", "b", "c", "d", *KINDS]
_SHARES = st.dictionaries(st.sampled_from(_TARGETS), st.floats(0.01, 1), min_size=1).map(
    lambda found: {target: share / (sum(found.values()) + 0.1) for target, share in found.items()}
)


def dared(**shares: float) -> Daring:
    """Return what is dared on a ranking."""
    return daring(ranking(shares), KINDS)


def test_without_a_clinical_likelihood_the_probability_is_what_counts() -> None:
    """An answer is as safe as its entry is likely, an offer as what it offers together."""
    found = dared(a=0.6, b=0.2, cost=0.1)
    assert (found.entry, found.answer) == ("a", 0.6)
    assert found.options == ("a", "b")
    assert found.ask == pytest.approx(0.8)
    assert (found.chatter, found.chat) == (None, 0)


def test_a_clinical_likelihood_counts_against_everything() -> None:
    """Answer, offer and chatter are all less safe the likelier a clinical question is."""
    calm, worse, worst = (dared(a=0.4, b=0.2, hello=0.1, dose=share) for share in (0.0, 0.1, 0.3))
    assert calm.answer > worse.answer > worst.answer
    assert calm.ask > worse.ask > worst.ask
    assert calm.chat > worse.chat > worst.chat


@given(shares=_SHARES)
def test_nothing_is_safer_than_it_is_likely(shares: dict[str, float]) -> None:
    """Each value is from 0 to the probability that acting so is right."""
    found = daring(ranking(shares), KINDS)
    assert 0 <= found.answer <= shares.get(found.entry or "", 0.0) + 1e-9
    assert 0 <= found.ask <= sum(shares[option] for option in found.options) + 1e-9
    assert 0 <= found.chat <= shares.get("hello", 0.0) + shares.get("weather", 0.0) + 1e-9
    assert KINDS.keys().isdisjoint(found.options)
    assert len(found.options) <= 3


@pytest.mark.parametrize(("third", "options"), [(0.1, ("a", "b", "c")), (0.05, ("a", "b"))])
def test_a_third_option_is_offered_where_it_is_not_far_behind(third: float, options: tuple[str, ...]) -> None:
    """The third has to be a fifth as likely as the first; a fourth is never offered."""
    assert dared(a=0.5, b=0.1001, c=third, d=0.01).options == options


def test_small_talk_and_off_topic_count_together() -> None:
    """Which line of chatter is meant matters less than that it is one: the likelier line is named."""
    found = dared(hello=0.3, weather=0.4, a=0.1)
    assert found.chatter == "weather"
    assert found.chat == pytest.approx(0.7)


def test_nothing_ranked_dares_nothing() -> None:
    """Without a target there is nothing to say."""
    assert dared() == Daring(entry=None, answer=0.0, options=(), ask=0, chatter=None, chat=0)


@pytest.mark.parametrize(
    ("wanted", "share"),
    [
        ((None,), 0.5),
        ((TopicKind.DESK,), 0.1),
        ((TopicKind.SMALLTALK, TopicKind.OFFTOPIC), 0.2),
        ((TopicKind.CLINICAL,), 0.0),
    ],
    ids=str,
)
def test_the_mass_of_a_kind(wanted: tuple[TopicKind | None, ...], share: float) -> None:
    """Targets of a kind are likely together; None stands for the entries."""
    assert mass(ranking({"a": 0.3, "b": 0.2, "cost": 0.1, "hello": 0.2}), KINDS, *wanted) == pytest.approx(share)
