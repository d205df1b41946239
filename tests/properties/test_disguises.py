"""A disguise hides no explicit crisis."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.properties.disguises import DISGUISES
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
