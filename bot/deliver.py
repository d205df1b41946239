"""From the outbox to another platform: sends what is due, draws what has changed, and says when the platform is lost.

All that is to be done stands in rows that several processes share. A process may be killed at any point: what it had
taken over is done by another, which is told that it may have been done already.
"""

from __future__ import annotations

import random
import time
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import anyio
import anyio.to_thread
import structlog

from bot.errors import Refused, StoreError, SurfaceStopped, TryLater
from bot.surface import Watched

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from anyio.abc import TaskGroup

    from bot.surface import Card, Cards, Deliveries, Delivery, Surface

T = TypeVar("T")
log = structlog.get_logger()

SECONDS: Final = 0.25
"""How long a step waits for the next."""

AT_ONCE: Final = 8
"""How many lines, and how many cards, are on their way at a time: one that hangs holds up nobody else's."""

LASTS: Final = 30.0
"""Seconds after which sending has failed, as far as the desk can tell; shorter than a lease."""

RETRIES: Final = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds until a line or card is tried again, after the first try, the second …; then as after the last."""

REDRAWS: Final = 300.0
"""Seconds until a card that the platform refuses is tried again: somebody may have mended the channel."""

RECONNECTS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Seconds, at most, until a lost connection is made anew; what is drawn is between half of it and all."""

TOLD_AFTER: Final = 3
"""After how many failures in a row staff are told that a platform is not connected."""

LOST_AFTER: Final = 60.0
"""Seconds without a connection after which the desk no longer calls itself ready; one that is made anew takes less."""

STOPPED: Final = 60.0
"""Seconds that nothing is sent for after the desk's access was refused."""


class Deliverer:
    """Serves one platform, for as long as it runs. Whatever happens here, the desk goes on elsewhere."""

    def __init__(self, surface: Surface, deliveries: Deliveries, cards: Cards | None) -> None:
        self._surface, self._deliveries, self._cards = surface, deliveries, cards
        self._sending = self._drawing = self._failures = 0
        self._resumes_at = 0.0
        self._lost = self._unsent = ""
        self._up_at = time.monotonic()

    @property
    def surface(self) -> Surface:
        """Return the platform that is served."""
        return self._surface

    @property
    def problem(self) -> str:
        """Return what is wrong with the platform, in a sentence for staff; empty where nothing is."""
        try:
            undrawn = self._cards.problem(self._surface.name) if self._cards else ""
        except StoreError:
            undrawn = ""
        return (
            self._lost
            or self._unconnected
            or self._unsent
            or (undrawn and f"Cases are not shown on {self._title}: {undrawn}.")
        )

    @property
    def is_lost(self) -> bool:
        """Tell whether nothing has been heard or sent there for long, or never can be (R10)."""
        return bool(self._lost or self._unsent) or self._away() > LOST_AFTER

    def _away(self) -> float:
        """Return the seconds since the platform was last known to be connected."""
        now = time.monotonic()
        if not isinstance(self._surface, Watched) or self._surface.is_up:
            self._up_at = now
        return now - self._up_at

    @property
    def _unconnected(self) -> str:
        """Tell of a connection that could not be made anew a few times: one that is moved is up again at once."""
        away = self._away()
        is_told = away > LOST_AFTER or (away > 0 and self._failures >= TOLD_AFTER)
        return f"{self._title} is not connected; it is tried again every minute." if is_told else ""

    async def run(self) -> None:
        """Work until cancelled."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._stay_connected)
            while True:
                await self.step(tasks)
                await anyio.sleep(SECONDS)

    async def step(self, tasks: TaskGroup) -> None:
        """Start what is due, without waiting for it."""
        self._away()
        if anyio.current_time() < self._resumes_at:
            return
        for one in await self._taken(self._deliveries.take, AT_ONCE - self._sending):
            self._sending += 1
            tasks.start_soon(_finished, self._send, one)
        if self._cards is None:
            return
        for card in await self._taken(self._cards.take, AT_ONCE - self._drawing):
            self._drawing += 1
            tasks.start_soon(_finished, self._draw, card, self._cards)

    @property
    def _title(self) -> str:
        return self._surface.name.capitalize()

    async def _stay_connected(self) -> None:
        while True:
            began = anyio.current_time()
            try:
                await self._surface.run()
            except SurfaceStopped as stopped:
                self._lost = self._stopped(stopped)
                return
            except Exception as error:  # noqa: BLE001 - one platform that fails takes nothing else with it
                log.error("surface.lost", surface=self._surface.name, error=type(error).__name__)
            was_long = anyio.current_time() - began > RECONNECTS[-1]
            self._failures = 1 if was_long else self._failures + 1
            await anyio.sleep(_jittered(RECONNECTS[min(self._failures, len(RECONNECTS)) - 1]))

    async def _taken(self, take: Callable[..., Sequence[T]], limit: int) -> Sequence[T]:
        if limit <= 0:
            return ()
        try:
            return await anyio.to_thread.run_sync(partial(take, self._surface.name, limit=limit))
        except StoreError as error:
            log.error("surface.store", surface=self._surface.name, error=type(error).__name__)
            return ()

    async def _send(self, one: Delivery) -> None:
        try:
            message = await self._tried(self._surface.send(one))
            await self._noted(self._deliveries.sent, one, message)
            self._unsent = ""
        except Refused as error:
            log.warning("delivery.refused", surface=self._surface.name, line=one.line.number, error=str(error))
            await self._noted(self._deliveries.refused, one, str(error))
        except TryLater as error:
            seconds = self._wait(error, one.attempts)
            await self._noted(partial(self._deliveries.later, seconds=seconds), one, str(error))
        finally:
            self._sending -= 1

    async def _draw(self, one: Card, cards: Cards) -> None:
        name = self._surface.name
        try:
            at = await self._tried(self._surface.draw(one))
            await self._noted(cards.drawn, name, one, at)
            self._unsent = ""
        except Refused as error:
            log.warning("card.refused", surface=name, case=one.case.id, error=str(error))
            await self._noted(partial(cards.later, seconds=REDRAWS), name, one, str(error))
        except TryLater as error:
            seconds = self._wait(error, one.attempts)
            await self._noted(partial(cards.later, seconds=seconds), name, one, str(error))
        finally:
            self._drawing -= 1

    async def _tried(self, doing: Awaitable[T]) -> T:
        """Return what the platform answered. Raises Refused; TryLater, whatever else goes wrong."""
        try:
            with anyio.fail_after(LASTS):
                return await doing
        except (Refused, TryLater):
            raise
        except SurfaceStopped as stopped:
            self._unsent = self._stopped(stopped)
            raise TryLater(type(stopped).__name__, seconds=STOPPED, is_for_all=True) from None
        except Exception as error:  # noqa: BLE001 - as the docstring says
            log.error("surface.failed", surface=self._surface.name, error=type(error).__name__)
            raise TryLater(type(error).__name__) from None

    async def _noted(self, note: Callable[..., None], *facts: object) -> None:
        """Write down what happened; where that fails, the lease runs out and another try finds out."""
        try:
            await anyio.to_thread.run_sync(partial(note, *facts))
        except StoreError as error:
            log.error("surface.store", surface=self._surface.name, error=type(error).__name__)

    def _wait(self, error: TryLater, attempts: int) -> float:
        """Return the seconds until the next try, which for some errors holds for everything."""
        seconds = error.seconds or RETRIES[min(attempts, len(RETRIES) - 1)]
        if error.is_for_all:
            self._resumes_at = max(self._resumes_at, anyio.current_time() + seconds)
        return seconds

    def _stopped(self, stopped: SurfaceStopped) -> str:
        log.error("surface.stopped", surface=self._surface.name, why=str(stopped))
        return f"{self._title} is stopped: {stopped}"


async def _finished(doing: Callable[..., Awaitable[None]], *what: object) -> None:
    """Do something to its end, also when the desk is stopped meanwhile: what arrived is noted, and sent once."""
    with anyio.CancelScope(shield=True):
        await doing(*what)


def _jittered(seconds: float) -> float:
    return seconds * random.uniform(0.5, 1.0)  # noqa: S311 - spreads reconnections, keeps no secret
