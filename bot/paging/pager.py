"""Keeps at it: fires the timers that are due and sends the pages that are queued, every second, for as long as it runs.

All that is to be done stands in rows that several processes share: each step does what is due and may be killed at any
point. What was taken over by a process that died is sent by another.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
import structlog

from bot.paging.text import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from anyio.abc import TaskGroup

    from bot.faq.content import Clinic
    from bot.pages import Page
    from bot.paging.notify import Notifier
    from bot.ports import Pages, Timers

    T = TypeVar("T")

log = structlog.get_logger()

SECONDS: Final = 1.0
"""How long a step waits for the next."""

AT_ONCE: Final = 16
"""How many pages are on their way at a time: one that hangs holds up nobody else's."""


class Pager:
    """Calls those on call. `staff_page` is the address that pages lead to."""

    def __init__(
        self, timers: Timers, pages: Pages, notifier: Notifier, *, clinic: Callable[[], Clinic | None], staff_page: str
    ) -> None:
        self._timers, self._pages, self._notifier = timers, pages, notifier
        self._clinic, self._staff_page = clinic, staff_page
        self._threads = anyio.CapacityLimiter(AT_ONCE + 2)
        self._sending = 0

    async def run(self) -> None:
        """Work until cancelled. Whatever goes wrong is logged, and tried again at the next step."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._fire_forever)
            while True:
                await self._send_due(tasks)
                await anyio.sleep(SECONDS)

    def fire(self) -> None:
        """Do what the timers make due, then queue the day's test pages if their hour has come."""
        for step in (self._timers.fire, self._pages.test_daily):
            try:
                step()
            except Exception as error:  # noqa: BLE001 - nothing that breaks here may end the paging
                log.error("paging.failed", error=type(error).__name__)

    async def send(self) -> None:
        """Send the pages that are due, and wait until that is done."""
        async with anyio.create_task_group() as tasks:
            await self._send_due(tasks)

    async def _fire_forever(self) -> None:
        while True:
            await self._in_thread(self.fire)
            await anyio.sleep(SECONDS)

    async def _send_due(self, tasks: TaskGroup) -> None:
        try:
            due = await self._in_thread(partial(self._pages.take, limit=AT_ONCE - self._sending))
        except Exception as error:  # noqa: BLE001 - as in `fire`
            log.error("paging.failed", error=type(error).__name__)
            return
        self._sending += len(due)
        for page in due:
            tasks.start_soon(self._deliver, page)

    async def _deliver(self, page: Page) -> None:
        try:
            await self._in_thread(partial(self._send, page))
        except Exception as error:  # noqa: BLE001 - it is sent again when its time has run out
            log.error("paging.failed", error=type(error).__name__, case=page.case)
        finally:
            self._sending -= 1

    def _send(self, page: Page) -> None:
        text = text_of(page, clinic=self._clinic(), staff_page=self._staff_page)
        try:
            error = self._notifier.send(page.place, text)
        except Exception as raised:  # noqa: BLE001 - whatever a service does, the page has failed and is tried again
            error = type(raised).__name__
        if error is None:
            self._pages.sent(page)
        else:
            self._pages.failed(page, error)
            log.error("page.failed", case=page.case, error=error)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._threads)
