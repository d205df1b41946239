from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.errors import StoreError
from bot.live import Live


class Numbers:
    """A store's highest number, set by hand; counts how often it is asked."""

    def __init__(self) -> None:
        self.number = 0
        self.asked = 0
        self.is_broken = False

    def __call__(self) -> int:
        """Return the highest number."""
        self.asked += 1
        if self.is_broken:
            raise StoreError("locked")
        return self.number


@pytest.fixture
def numbers() -> Numbers:
    """Return an empty store."""
    return Numbers()


async def test_everyone_wakes_when_anything_was_said(numbers: Numbers) -> None:
    """A row that anybody wrote, also another process, wakes all who wait, with its number."""
    live = Live(numbers, interval=0.01)
    waiting = [asyncio.create_task(live.changed(0, timeout=5)) for _ in range(3)]
    await asyncio.sleep(0)
    numbers.number = 7
    assert await asyncio.gather(*waiting) == [7, 7, 7]


async def test_what_was_said_before_is_told_at_once(numbers: Numbers) -> None:
    """Who comes late need not wait for the next word."""
    live = Live(numbers, interval=0.01)
    numbers.number = 3
    assert await live.changed(2, timeout=5) == 3
    assert await live.changed(1, timeout=0) == 3


async def test_silence_ends_with_the_timeout(numbers: Numbers) -> None:
    """Where nothing is said the number stays, so that a stream can send its heartbeat."""
    assert await Live(numbers, interval=0.01).changed(5, timeout=0.03) == 5


async def test_stopping_ends_every_wait(numbers: Numbers) -> None:
    """A server that goes down never waits for those who watch."""
    live = Live(numbers, interval=0.01)
    waiting = asyncio.create_task(live.changed(0, timeout=60))
    await asyncio.sleep(0)
    live.stop()
    assert await asyncio.wait_for(waiting, 2) == 0
    assert live.is_stopping


async def test_nobody_asks_while_nobody_watches(numbers: Numbers) -> None:
    """The poller rests once the last watcher is gone: one tick ends it, then the store is left alone."""
    live = Live(numbers, interval=0.001)
    await live.changed(0, timeout=0.01)
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))
    asked = numbers.asked
    await asyncio.sleep(0.01)
    assert numbers.asked == asked > 0


async def test_an_unreadable_store_is_asked_again(numbers: Numbers) -> None:
    """A locked store is no reason to stop listening: the log says so, and the next tick finds what was said."""
    live = Live(numbers, interval=0.01)
    numbers.is_broken = True
    with capture_logs() as logs:
        assert await live.changed(0, timeout=0.05) == 0
    numbers.number, numbers.is_broken = 4, False
    assert await live.changed(0, timeout=5) == 4
    assert logs[0] == {"event": "live.store_unreadable", "error": "StoreError", "log_level": "warning"}
