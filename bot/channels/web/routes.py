"""The addresses of the patients' page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse
from starlette.routing import Route

from bot.channels.web.chat import Chat
from bot.channels.web.flow import Flow
from bot.channels.web.health import Health
from bot.channels.web.view import ASSETS, View
from bot.channels.web.visitor import VisitorCookie
from bot.http.language import ASKED
from bot.http.pages import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.channels.web.desk import Desk
    from bot.live import Live
    from bot.model import Language
    from bot.ports import Patients
    from bot.settings import Settings
    from bot.surface import Ratings

_STATIC = Path(__file__).parent / "static"
# Other sites load this file: it must be readable there and must not be kept for long.
_WIDGET_HEADERS = {"cross-origin-resource-policy": "cross-origin", "cache-control": "public, max-age=300"}


def patient_routes(  # noqa: PLR0913 - one parameter for each thing that the page is wired with
    desk: Desk,
    patients: Patients,
    live: Live,
    settings: Settings,
    *,
    ratings: Ratings,
    lost: Callable[[], Sequence[str]] = tuple,
) -> list[BaseRoute]:
    """Return the page at /, the same page for frames at /embed, the widget, the assets and the health checks."""
    flow, health = Flow(), Health(desk, live, lost=lost)

    def chat(base: str) -> Chat:
        @cache
        def view(language: Language, is_asked: bool) -> View:  # noqa: FBT001 - what `cache` keeps it by
            query = f"?{ASKED}={language}" if is_asked else ""
            return View(desk, base=base, ancestors=settings.frame_ancestors, language=language, query=query)

        cookie = VisitorCookie(is_secure=settings.is_secure, is_framed=bool(base))
        return Chat(
            desk,
            live,
            patients=patients,
            ratings=ratings,
            view=view,
            cookie=cookie,
            flow=flow,
            telling=settings.telling,
        )

    return [
        *(route for base in ("", "/embed") for route in _addresses(base, chat(base))),
        Route("/widget.js", _widget),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/readyz/pages", health.pages),
        ASSETS.route(),
        SHARED.route(),
    ]


def _addresses(base: str, chat: Chat) -> list[BaseRoute]:
    return [
        Route(base or "/", chat.page),
        Route(f"{base}/messages", chat.send, methods=["POST"]),
        Route(f"{base}/reach", chat.reach, methods=["POST"]),
        Route(f"{base}/rate", chat.rate, methods=["POST"]),
        Route(f"{base}/seen", chat.seen, methods=["POST"]),
        Route(f"{base}/events", chat.events),
        Route(f"{base}/transcript", chat.transcript),
        Route(f"{base}/end", chat.ending),
        Route(f"{base}/end", chat.end, methods=["POST"]),
    ]


async def _widget(_request: Request) -> Response:
    return FileResponse(_STATIC / "widget.js", media_type="text/javascript", headers=_WIDGET_HEADERS)
