"""What a visitor sees when a request fails: a plain sentence, a way on, and always a way to reach help."""

from __future__ import annotations

import traceback
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse

from bot.errors import StoreError
from bot.http.pages import environment
from bot.model import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.model import Reply

_log = structlog.get_logger("bot.http")
_SENTENCES = {
    400: "That request could not be read.",
    403: "That request came from another site, so it was not accepted. Please use the page itself.",
    404: "There is no such page here.",
    405: "That page does not work this way.",
    408: "That took too long to arrive. Please try again.",
    413: "That is too long to send at once. Please send a shorter message, up to 10,000 characters.",
    429: "Many messages came in a short time, so the last one was not sent. Please wait a moment and try again.",
    503: "We could not store that, so nobody has seen it. Please try again, or call us.",
}
_ELSE = "Something went wrong on our side, so nobody may have seen that. Please try again, or call us."
_BARE = "Something went wrong. If you are in danger, call or text 988 now, or call 911."


def wants_json(request: Request) -> bool:
    """Tell whether a script, not a person, reads the answer."""
    return "application/json" in request.headers.get("accept", "")


def urgent(reply: Reply) -> Reply:
    """Return the reply as it is shown where nobody was reached: as prominently as in a crisis."""
    return replace(reply, tone=Tone.URGENT)


class Problems:
    """Answers failed requests. `last_resort` gives the crisis lines and the phone from memory."""

    def __init__(self, last_resort: Callable[[], Reply]) -> None:
        self._last_resort = last_resort
        self._pages = environment(Path(__file__).parent / "templates")

    def handlers(self) -> Mapping[type[Exception], Callable[[Request, Exception], Response]]:
        """Return what Starlette's `exception_handlers` takes."""
        return {HTTPException: self.response, StoreError: self.response}

    async def answer(self, request: Request, error: Exception) -> Response:
        """Return the page for an error, for middleware."""
        return self.response(request, error)

    def response(self, request: Request, error: Exception) -> Response:
        """Return the page, or the JSON that a script asked for; nothing of the error itself is shown.

        JSON: `error` the sentence, `html` the crisis card, or only the ways to reach help where the fault is not ours.
        """
        status, sentence = _explain(error)
        headers = error.headers if isinstance(error, HTTPException) else None
        is_ours = status >= HTTPStatus.TOO_MANY_REQUESTS
        facts = {"sentence": sentence, "reply": urgent(self._last_resort()), "is_ours": is_ours}
        if wants_json(request):
            template = "reply.html" if is_ours else "contacts.html"
            card = self._pages.get_template(template).render(facts, action="")
            return JSONResponse({"error": sentence, "html": card}, status, headers)
        return HTMLResponse(self._pages.get_template("problem.html").render(facts), status, headers)


def _explain(error: Exception) -> tuple[int, str]:
    if isinstance(error, StoreError):
        return 503, _SENTENCES[503]
    if not isinstance(error, HTTPException):
        return 500, _ELSE
    is_own_words = error.detail != HTTPStatus(error.status_code).phrase
    return error.status_code, error.detail if is_own_words else _SENTENCES.get(error.status_code, _ELSE)


class LastResort:
    """Catches whatever nobody expected: answers with the error page and logs where it happened, never what was said."""

    def __init__(self, app: ASGIApp, *, problems: Problems) -> None:
        self._app = app
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        has_started = False

        async def watched(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the one broad except of this channel
            _log.error("http.failed", error=type(error).__name__, where=_where(error))
            if not has_started:
                await self._respond(Request(scope, receive), error)(scope, receive, send)

    def _respond(self, request: Request, error: Exception) -> Response:
        try:
            return self._problems.response(request, error)
        except Exception as second:  # noqa: BLE001 - even a broken page must leave the lines
            _log.error("http.page_failed", error=type(second).__name__, where=_where(second))
            return PlainTextResponse(_BARE, 500)


def _where(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
