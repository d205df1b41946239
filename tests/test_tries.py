from __future__ import annotations

from datetime import timedelta

import pytest

from bot.tries import Allowance
from tests.store.parts import START

THREE = Allowance(key="name rosa", at_once=3, every=timedelta(seconds=30))


def waits(*seconds: float) -> list[float]:
    """Try at these moments; return how long each try would have had to wait, which spends nothing where it is long."""
    full_at, found = None, []
    for second in seconds:
        now = START + timedelta(seconds=second)
        wait = THREE.wait(full_at, now)
        found.append(wait.total_seconds())
        full_at = full_at if wait else THREE.spent(full_at, now)
    return found


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([0, 0, 0], [0, 0, 0]),
        ([0, 0, 0, 0], [0, 0, 0, 30]),
        ([0, 0, 0, 29, 30, 30], [0, 0, 0, 1, 0, 30]),
        ([0, 0, 0, 90, 90, 90, 90], [0, 0, 0, 0, 0, 0, 30]),
        ([0, 10_000, 10_000, 10_000, 10_000], [0, 0, 0, 0, 30]),
        ([0, 0, 0, 0, 0, 0, 30], [0, 0, 0, 30, 30, 30, 0]),
    ],
    ids=["at once", "one more", "one comes back", "all come back", "none are saved up", "refusals cost nothing"],
)
def test_tries_run_out_and_come_back(tries: list[float], expected: list[float]) -> None:
    """Three at once, then one for each half minute that passes."""
    assert waits(*tries) == expected
