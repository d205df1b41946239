"""One server for all staff pages of the tests: to start and stop one for each would take longer than most tests do."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from bot.http.serve import Server
from bot.live import Live
from bot.ports import Growth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

LONGEST = 20


class Stage:
    """Shows one application after another at the same address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._empty = Starlette()
        self._shown: ASGIApp = self._empty
        self._requests = 0
        self._ended = threading.Condition()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the application that is shown now."""
        if scope["type"] == "lifespan":
            await self._empty(scope, receive, send)
            return
        with self._ended:
            self._requests += 1
        try:
            await self._shown(scope, receive, send)
        finally:
            with self._ended:
                self._requests -= 1
                self._ended.notify_all()

    @contextmanager
    def showing(self, app: ASGIApp, live: Live) -> Iterator[str]:
        """Show an application; yield its address. Afterwards its streams are told to end, and none of them is left."""
        assert self._shown is self._empty, "another application is shown"
        self._shown = app
        try:
            yield self.url
        finally:
            self._shown = self._empty
            live.stop()
            with self._ended:
                assert self._ended.wait_for(lambda: self._requests == 0, LONGEST), "a request did not end"


@contextmanager
def open_stage() -> Iterator[Stage]:
    """Serve nothing on loopback, until something is shown."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        stage = Stage(f"http://{host}:{port}")
        server = Server(stage, host=host, port=port, live=Live(lambda _: Growth(number=0)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield stage
        finally:
            server.should_exit = True
            thread.join(LONGEST)
