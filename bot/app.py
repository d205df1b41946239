"""The one place that wires the rooms together: `build(settings)` alone makes adapters."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.applications import Starlette

from bot.channels.others import called, deliverers
from bot.channels.web.routes import patient_routes
from bot.clock import SystemClock
from bot.frontdesk import FrontDesk
from bot.http.problems import Problems
from bot.http.stack import middleware
from bot.inbox.routes import staff_routes
from bot.learning.ready import understanding
from bot.live import Live
from bot.paging.notify import notifier, reach
from bot.paging.pager import Pager
from bot.paging.patients import sender
from bot.paging.teller import Teller
from bot.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from anyio.abc import TaskGroup

    from bot.deliver import Deliverer
    from bot.learning import Tell
    from bot.pages import Health
    from bot.ports import Clock
    from bot.settings import Settings
    from bot.store import Store

_CATCH_UP_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk, ready to be served."""

    web: Starlette
    frontdesk: FrontDesk
    store: Store
    live: Live


def build(settings: Settings, *, clock: Clock | None = None, tell: Tell = lambda *_: None) -> Desk:
    """Load the FAQ, open the store, answer what was left unanswered, and make the web application.

    Raises FaqError, ConfigurationError, StoreUnwritable, StoreUnusable.
    """
    clock = clock or SystemClock()
    notify = notifier(settings.paging_urls)
    send = sender(settings.notice_urls, public_url=settings.public_url)
    understood = understanding(settings.faq, settings.cache, tell=tell)
    called = reach(settings.paging_urls, lambda: understood.faq.clinic)
    reached = replace(called, telling=settings.telling)
    store = open_store(settings.data, clock, database=settings.database.get_secret_value(), reach=reached)
    frontdesk = FrontDesk(
        understood, inbox=store.inbox, conversations=store.conversations, clock=clock, health=store.pages.health
    )
    frontdesk.recover()
    live = Live(store.growth)
    pager = Pager(store.timers, store.pages, notify, clinic=reached.clinic, staff_page=settings.staff_page)
    teller = Teller(store.notices, send, clinic=reached.clinic, link=settings.notice_link or settings.public_url)
    workers = _Workers(pager=pager, teller=teller, deliverers=deliverers(settings, frontdesk, store))
    web = _web(frontdesk, store, live=live, clock=clock, settings=settings, workers=workers)
    return Desk(web=web, frontdesk=frontdesk, store=store, live=live)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Workers:
    """What runs beside the pages."""

    pager: Pager
    teller: Teller
    deliverers: tuple[Deliverer, ...]

    def health(self, store: Store) -> Health:
        """Tell whether staff can be called, and which platform does not work. Never raises."""
        found = store.pages.health()
        problems = (found.problem, *(one.problem for one in self.deliverers))
        return replace(found, problem=" ".join(filter(None, problems)))

    def lost(self) -> tuple[str, ...]:
        """Return the names of the platforms that have been lost for long."""
        return tuple(one.surface.name for one in self.deliverers if one.is_lost)

    def start(self, tasks: TaskGroup) -> None:
        """Start them all."""
        tasks.start_soon(self.pager.run)
        tasks.start_soon(self.teller.run)
        for one in self.deliverers:
            tasks.start_soon(one.run)


def _web(  # noqa: PLR0913 - one parameter for each part that is wired here
    frontdesk: FrontDesk, store: Store, *, live: Live, clock: Clock, settings: Settings, workers: _Workers
) -> Starlette:
    problems, calls = Problems(frontdesk.cannot_store), called(workers.deliverers)
    routes = [
        *calls,
        *patient_routes(frontdesk, store.patients, live, settings, ratings=store.ratings, lost=workers.lost),
        *staff_routes(
            cases=store.cases,
            accounts=store.accounts,
            tries=store.tries,
            conversations=store.conversations,
            presence=store.presence,
            patients=store.patients,
            deliveries=store.deliveries,
            notices=store.notices,
            live=live,
            clock=clock,
            settings=settings,
            faq=lambda: frontdesk.faq,
            alerts=lambda: workers.health(store),
        ),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_catch_up, frontdesk)
            workers.start(tasks)
            yield
            tasks.cancel_scope.cancel()
        store.close()

    return Starlette(
        routes=routes,
        middleware=middleware(settings, problems, signed=frozenset(route.path for route in calls)),
        exception_handlers=problems.handlers(),
        lifespan=lifespan,
    )


async def _catch_up(frontdesk: FrontDesk) -> None:
    """Answer, as soon as the store allows it, what could not be recorded: nobody waits for a restart."""
    while True:
        await anyio.sleep(_CATCH_UP_SECONDS)
        await anyio.to_thread.run_sync(frontdesk.catch_up)
