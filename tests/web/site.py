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

    from bot.channels.web.desk import Desk
    from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running desk: its address, the desk behind it, the server."""

    url: str
    desk: FakeDesk
    server: Server

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self.url.rpartition(":")[2])


def application(desk: Desk, live: Live, settings: Settings) -> Starlette:
    """Wire the page as the product does."""
    problems = Problems(desk.cannot_store)
    return Starlette(
        routes=patient_routes(desk, live, settings),
        middleware=middleware(settings, problems),
        exception_handlers=dict(problems.handlers()),
    )


@contextmanager
def running(settings: Settings, *, desk: FakeDesk | None = None, port: int = 0) -> Iterator[Site]:
    """Serve a desk, a fresh one if none is given, until the block ends."""
    desk = desk or FakeDesk()
    live = Live(desk.latest, interval=0.05)
    with socket.create_server(("127.0.0.1", port)) as listening:
        host, found = listening.getsockname()
        server = Server(application(desk, live, settings), host=host, port=found, live=live)
        thread = threading.Thread(target=asyncio.run, args=(server.serve([listening]),))
        thread.start()
        try:
            yield Site(url=f"http://{host}:{found}", desk=desk, server=server)
        finally:
            server.should_exit = True
            thread.join(15)
        assert not thread.is_alive(), "the server did not stop"
