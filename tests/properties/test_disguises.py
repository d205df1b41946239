"""A disguise hides no explicit crisis."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.properties.disguises import DISGUISES, UNSEEN_TODAY
from tests.properties.said import EXPLICIT
from tests.properties.severity import Severity, severity

if TYPE_CHECKING:
    from bot.understanding import Understanding
    from tests.properties.disguises import Disguise

SEEDS = range(3)


def hidden(desk: Understanding, disguise: Disguise) -> list[str]:
    """Return the disguised messages that are no crisis to the desk."""
    texts = dict.fromkeys(disguise(text, Random(seed)) for text in EXPLICIT for seed in SEEDS)  # noqa: S311 - chance, not secrets
    return [text for text in texts if severity(desk, text) < Severity.CRISIS]


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_disguise_hides_no_crisis(desk: Understanding, disguise: Disguise) -> None:
    """Letters of other scripts, hidden characters, spacing, digits, case and punctuation change nothing."""
    assert hidden(desk, disguise) == []


@pytest.mark.parametrize("disguise", UNSEEN_TODAY.values(), ids=UNSEEN_TODAY)
@pytest.mark.xfail(strict=True, reason="a known defect: this disguise hides a crisis")
def test_a_disguise_that_is_not_seen_through_yet(desk: Understanding, disguise: Disguise) -> None:
    """The same, of disguises that wait to be seen through: once one is, this fails until it is moved above."""
    assert hidden(desk, disguise) == []
