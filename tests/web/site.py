"""The patients' page on a real server, on a free loopback port, in a thread."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from bot.channels.web.routes import patient_routes
from bot.http.problems import Problems
from bot.http.serve import Server
from bot.http.stack import middleware
from bot.live import Live
from tests.web.fake_desk import FakeDesk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A running server and its address."""

    url: str
    server: Server

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self.url.rpartition(":")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Serving):
    """A running page and the desk behind it."""

    desk: FakeDesk


def application(desk: FakeDesk, live: Live, settings: Settings) -> Starlette:
    """Wire the page as the product does."""
    problems = Problems(desk.cannot_store)
    return Starlette(
        routes=patient_routes(desk, desk, live, settings, ratings=desk),
        middleware=middleware(settings, problems),
        exception_handlers=dict(problems.handlers()),
    )


@contextmanager
def serving(app: Starlette, live: Live, *, port: int = 0) -> Iterator[Serving]:
    """Serve an application on loopback until the block ends."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        host, found = listening.getsockname()
        server = Server(app, host=host, port=found, live=live)
        thread = threading.Thread(target=asyncio.run, args=(server.serve([listening]),))
        thread.start()
        try:
            yield Serving(url=f"http://{host}:{found}", server=server)
        finally:
            server.should_exit = True
            thread.join(15)
            assert not thread.is_alive(), "the server did not stop"


@contextmanager
def running(settings: Settings, *, desk: FakeDesk | None = None, port: int = 0) -> Iterator[Site]:
    """Serve the page over a desk by hand, a fresh one if none is given, until the block ends."""
    desk = desk or FakeDesk()
    live = Live(desk.growth, interval=0.05)
    with serving(application(desk, live, settings), live, port=port) as served:
        yield Site(url=served.url, server=served.server, desk=desk)
