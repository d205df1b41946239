from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from bot.clock import SystemClock


def test_now_is_aware_and_in_utc() -> None:
    """The clock tells the machine's time, in UTC, whatever zone the machine is in."""
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        now = SystemClock().now()
    assert now == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert now.tzinfo is UTC
