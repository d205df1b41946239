from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.errors import StoreError
from bot.live import Live
from bot.ports import Growth

if TYPE_CHECKING:
    from bot.live import Watch

SOON = 5.0
NEVER = 0.05


class Happenings:
    """A store's growth, told by hand; counts how often it is asked."""

    def __init__(self) -> None:
        self.conversations: list[str] = []
        self.asked = 0
        self.is_broken = False

    def __call__(self, since: int | None) -> Growth:
        """Return what has happened since a number."""
        self.asked += 1
        if self.is_broken:
            raise StoreError("locked")
        told = self.conversations[since:] if since is not None else ()
        return Growth(number=len(self.conversations), conversations=frozenset(told))


@pytest.fixture
def happenings() -> Happenings:
    """Return an empty store."""
    return Happenings()


@pytest.fixture
def live(happenings: Happenings) -> Live:
    """Return what listens to it, quickly."""
    return Live(happenings, interval=0.005)


async def settled(*watches: Watch) -> None:
    """Let the first look pass, which rings every bell."""
    assert await asyncio.gather(*(watch.rung(SOON) for watch in watches)) == [True] * len(watches)


async def test_a_page_wakes_for_its_conversation_alone(live: Live, happenings: Happenings) -> None:
    """Whoever wrote the row, also another process; who watches everything wakes for everything."""
    with live.watching("a") as one, live.watching("b") as other, live.watching() as staff:
        await settled(one, other, staff)
        happenings.conversations.append("a")
        assert await asyncio.gather(*(watch.rung(NEVER) for watch in (one, other, staff))) == [True, False, True]


async def test_who_begins_to_watch_looks_once_more(live: Live, happenings: Happenings) -> None:
    """What happened between the page's first look and the poller's is not missed."""
    happenings.conversations.append("a")
    with live.watching("a") as watch:
        assert await watch.rung(SOON)
        assert not await watch.rung(NEVER)


async def test_what_happens_while_a_page_is_busy_is_not_lost(live: Live, happenings: Happenings) -> None:
    """The bell stays rung until it is answered, once for however much happened."""
    with live.watching("a") as watch, live.watching() as other:
        await settled(watch, other)
        for _ in range(2):
            happenings.conversations.append("a")
            assert await other.rung(SOON)
        assert await watch.rung(NEVER)
        assert not await watch.rung(NEVER)


async def test_stopping_ends_every_wait(live: Live) -> None:
    """A server that goes down never waits for those who watch."""
    with live.watching("a") as watch:
        await settled(watch)
        live.stop()
        assert await watch.rung(SOON)
    assert live.is_stopping


async def test_nobody_asks_while_nobody_watches(live: Live, happenings: Happenings) -> None:
    """The poller rests once the last page is gone, and begins anew with the next."""
    with live.watching("a") as watch:
        await settled(watch)
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))
    asked = happenings.asked
    await asyncio.sleep(0.02)
    assert happenings.asked == asked
    with live.watching("a") as watch:
        await settled(watch)
        happenings.conversations.append("a")
        assert await watch.rung(SOON)


async def test_an_unreadable_store_is_asked_again(live: Live, happenings: Happenings) -> None:
    """A locked store is no reason to stop listening: the log says so, and the next tick finds what was said."""
    with capture_logs() as logs, live.watching("a") as watch:
        await settled(watch)
        happenings.is_broken = True
        assert not await watch.rung(NEVER)
        happenings.conversations.append("a")
        happenings.is_broken = False
        assert await watch.rung(SOON)
    assert logs[0] == {"event": "live.store_unreadable", "error": "StoreError", "log_level": "warning"}
