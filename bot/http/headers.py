"""The headers that tell a browser to trust nothing but our own files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types desk; "
    "frame-ancestors {ancestors}"
)
FRAMED = "/embed/"
_ORIGIN = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9.-]+(?::\d{1,5})?")
_FIXED = {
    "x-content-type-options": "nosniff",
    # Not no-referrer: a form post would then say `Origin: null` and the guard's fallback could not check it.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}


def content_policy(ancestors: tuple[str, ...] = ()) -> str:
    """Return the Content-Security-Policy; `ancestors` are the origins that may frame the page, none by default.

    Scripts may parse HTML only through the Trusted Types policy named `desk`. Raises ConfigurationError.
    """
    for origin in ancestors:
        if not _ORIGIN.fullmatch(origin):
            message = f"FRONTDESK_FRAME_ANCESTORS: {origin!r} is not an origin; write it like https://www.example.org"
            raise ConfigurationError(message)
    return _POLICY.format(ancestors=" ".join(ancestors) or "'none'")


class SecurityHeaders:
    """Adds the headers to every response, errors included; a header that a route has set itself is kept.

    Only what lies under /embed may be framed, and only by `ancestors`.
    """

    def __init__(self, app: ASGIApp, *, is_secure: bool, ancestors: tuple[str, ...] = ()) -> None:
        self._app = app
        common = _FIXED | ({"strict-transport-security": "max-age=31536000"} if is_secure else {})
        self._unframed = common | {"content-security-policy": content_policy(), "x-frame-options": "DENY"}
        self._framed = common | {"content-security-policy": content_policy(ancestors)} if ancestors else self._unframed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        expected = self._framed if f"{scope['path']}/".startswith(FRAMED) else self._unframed

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in expected.items():
                    headers.setdefault(name, value)
            await send(message)

        return await self._app(scope, receive, with_headers)
