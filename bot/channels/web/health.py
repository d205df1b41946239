"""Whether the process lives, and whether it can take messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.responses import JSONResponse

from bot.errors import StoreError

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.channels.web.desk import Desk
    from bot.live import Live


class Health:
    """Answers those who watch over the process."""

    def __init__(self, desk: Desk, live: Live) -> None:
        self._desk = desk
        self._live = live

    async def alive(self, _request: Request) -> JSONResponse:
        """Say that the process answers; it asks nothing of the database."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _request: Request) -> JSONResponse:
        """Say whether messages can be taken: 503 while the store cannot be read or the server is stopping."""
        try:
            await anyio.to_thread.run_sync(self._desk.latest)
        except StoreError:
            return JSONResponse({"status": "store unreadable"}, 503)
        return (
            JSONResponse({"status": "stopping"}, 503) if self._live.is_stopping else JSONResponse({"status": "ready"})
        )
