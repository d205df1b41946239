"""The HTTP server: ends live streams before it waits for connections, says nothing of itself, logs no requests."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    import socket
    from types import FrameType

    from starlette.types import ASGIApp

    from bot.live import Live

_GRACE_SECONDS = 10


class Server(uvicorn.Server):
    """A uvicorn server that tells `live` to stop first, so that open streams never hold up a SIGTERM."""

    def __init__(self, app: ASGIApp, *, host: str, port: int, live: Live) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                ws="none",
                access_log=False,
                server_header=False,
                log_config=None,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._live = live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as uvicorn calls it
        """Begin to stop; a second Ctrl-C stops at once.

        uvicorn would raise the signal again in the end, and the process would die of it: a desk that has stopped
        in good order ends with 0.
        """
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams end, requests finish, then the application's lifespan."""
        self._live.stop()
        await super().shutdown(sockets)
