"""No other site may act in a visitor's name (OWASP ASVS 3.5.1, 3.5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.datastructures import Headers
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    Answer = Callable[[Request, Exception], Awaitable[Response]]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_own_site(headers: Headers, *, is_secure: bool) -> bool:
    """Tell whether our own page sent this: by Sec-Fetch-Site, or, where the browser sends none, by Origin.

    Neither header means no: every browser of the last ten years sends Origin with a post.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = urlsplit(headers.get("origin", ""))
    is_expected = origin.scheme == "https" or (origin.scheme == "http" and not is_secure)
    return is_expected and origin.netloc.lower() == headers.get("host", "").lower() != ""


class SameOrigin:
    """Refuses, with 403, every unsafe request that another site sent; `signed` addresses check requests themselves."""

    def __init__(self, app: ASGIApp, *, is_secure: bool, answer: Answer, signed: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._is_secure = is_secure
        self._answer = answer
        self._signed = signed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in _SAFE or scope["path"] in self._signed:
            return await self._app(scope, receive, send)
        request = Request(scope, receive)
        if is_own_site(request.headers, is_secure=self._is_secure):
            return await self._app(scope, receive, send)
        response = await self._answer(request, HTTPException(403))
        return await response(scope, receive, send)
