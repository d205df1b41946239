"""Slack's events by HTTP instead of Socket Mode, on the desk's own web server: one address for all of them.

Each request is checked here, before the SDK sees it: the SDK answers 500 to a time that is no number, and writes the
whole body into the log where a signature is wrong (R8).
"""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import anyio
import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.responses import PlainTextResponse

from bot.channels.slack.signature import Signatures

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from starlette.requests import Request
    from starlette.responses import Response

log = structlog.get_logger()
PATH: Final = "/slack/events"


class Events:
    """The address. Until the desk knows who it is in the workspace, Slack is asked to come again."""

    def __init__(self, secret: str) -> None:
        self._signatures = Signatures(secret, time.time)
        self._handler: AsyncSlackRequestHandler | None = None

    async def serve(self, app: AsyncApp) -> None:
        """Answer requests until cancelled."""
        self._handler = AsyncSlackRequestHandler(app)
        try:
            await anyio.sleep_forever()
        finally:
            self._handler = None

    async def receive(self, request: Request) -> Response:
        """Take one request: 4xx where it is not Slack's, 5xx where it has to come again."""
        signature, body = request.headers.get("x-slack-signature", ""), await request.body()
        given = request.headers.get("x-slack-request-timestamp", "")
        refused = self._signatures.refusal(timestamp=given, signature=signature, body=body)
        if refused:
            log.warning("slack.refused", number=int(refused))
            return PlainTextResponse(status_code=refused)
        if self._handler is None:
            return PlainTextResponse(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            response = await self._handler.handle(request)
        except Exception as error:  # noqa: BLE001 - what Slack signed and nobody can read is no fault of the server's
            log.error("slack.failed", error=type(error).__name__)
            return PlainTextResponse(status_code=HTTPStatus.BAD_REQUEST)
        if response.status_code < HTTPStatus.BAD_REQUEST:
            self._signatures.use(signature)
        return response
