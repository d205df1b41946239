"""The patients' page in the contract: a real server on loopback, and a visitor without a browser."""

from __future__ import annotations

import itertools
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Self

import anyio.to_thread
from starlette.applications import Starlette

from bot.channels.web.routes import patient_routes
from bot.http.problems import Problems
from bot.http.stack import middleware
from bot.live import Live
from bot.settings import Settings
from tests.web.client import Client
from tests.web.site import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.store import Store
    from tests.channels.drivers import Parts, Patient


@dataclass(slots=True, kw_only=True)
class Visitor:
    """Somebody on the page. What they read is the transcript, without what they wrote themselves."""

    client: Client
    live: Live
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def conversation(self) -> str:
        """Return the visitor's conversation."""
        return self.client.conversation

    async def say(self, text: str) -> str:
        """Send it as the page's script does."""
        before = await self._read()
        answer = await anyio.to_thread.run_sync(self.client.say, text, f"id-{next(self._ids):08}")
        if answer.status != 200:
            return answer.text
        return (await self._read()).removeprefix(before)

    async def silently(self, text: str) -> None:
        """Send it, and expect nothing."""
        assert await self.say(text) == ""

    async def reads(self, words: str) -> str:
        """Load the page again: whatever was committed stands there."""
        read = await self._read()
        assert words in read
        return read

    async def _read(self) -> str:
        if not self.client.cookies:
            return ""
        whole = await anyio.to_thread.run_sync(partial(self.client.get, "/transcript"))
        said = whole.text.split("\n\n[")[1:]
        return "\n".join(one.partition("] ")[2].strip() for one in said if "] You:\n" not in one)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRoom:
    """The page, served."""

    url: str
    store: Store
    live: Live

    def patient(self) -> Visitor:
        """Return somebody new."""
        return Visitor(client=Client(url=self.url), live=self.live)

    def again(self, patient: Patient) -> Visitor:
        """Return the same visitor at the page's new address."""
        assert isinstance(patient, Visitor)
        return Visitor(client=Client(url=self.url, cookies=patient.client.cookies), live=self.live)


class WebDriver:
    """The patients' page."""

    name = "web"
    keeps = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    @asynccontextmanager
    async def open(self, parts: Parts) -> AsyncIterator[WebRoom]:
        """Serve the page."""
        with _served(parts) as room:
            yield room


@contextmanager
def _served(parts: Parts) -> Iterator[WebRoom]:
    store, desk = parts.open()
    settings, problems, live = Settings(_env_file=None), Problems(desk.cannot_store), Live(store.growth)
    app = Starlette(
        routes=patient_routes(desk, store.patients, live, settings, ratings=store.ratings),
        middleware=middleware(settings, problems),
        exception_handlers=problems.handlers(),
    )
    with serving(app, live) as served:
        yield WebRoom(url=served.url, store=store, live=live)
    store.close()
