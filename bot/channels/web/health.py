"""Whether the process lives, and whether it can take messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.responses import JSONResponse

from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from bot.channels.web.desk import Desk
    from bot.live import Live


class Health:
    """Answers those who watch over the process. `lost` names the other platforms that have been lost for long."""

    def __init__(self, desk: Desk, live: Live, *, lost: Callable[[], Sequence[str]] = tuple) -> None:
        self._desk = desk
        self._live = live
        self._lost = lost

    async def alive(self, _request: Request) -> JSONResponse:
        """Say that the process answers; it asks nothing of the database."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _request: Request) -> JSONResponse:
        """Say whether everything works: 503 where the pages do not, or a platform has been lost for long (R10)."""
        lost = self._lost()
        found = await self._pages() or (f"not connected: {', '.join(lost)}" if lost else "")
        return _answer(found)

    async def pages(self, _request: Request) -> JSONResponse:
        """Say whether pages take messages, whatever else is lost: 503 where the store is, or the server is stopping."""
        return _answer(await self._pages())

    async def _pages(self) -> str:
        """Return why the pages take no messages; empty where they do."""
        try:
            await anyio.to_thread.run_sync(self._desk.latest)
        except StoreError:
            return "store unreadable"
        return "stopping" if self._live.is_stopping else ""


def _answer(wrong: str) -> JSONResponse:
    return JSONResponse({"status": wrong or "ready"}, 503 if wrong else 200)
