"""Slack as a platform of the desk: connects, listens, sends lines to patients and draws cases for staff."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from starlette.routing import Route

from bot.channels.slack.acts import Acts
from bot.channels.slack.draw import Drawing
from bot.channels.slack.http import PATH, Events
from bot.channels.slack.inbound import NAME, Us
from bot.channels.slack.intake import Intake
from bot.channels.slack.listen import listening
from bot.channels.slack.patients import Patients
from bot.channels.slack.send import Sender
from bot.channels.slack.socket import PING_SECONDS, Line
from bot.channels.slack.staff import Staff
from bot.channels.slack.status import Status
from bot.channels.slack.submits import Submits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.channels.slack.room import Room
    from bot.surface import Card, Delivery, Drawn

log = structlog.get_logger()

WARNING = (
    "Patients may write to the desk in Slack. Slack's terms bar talking with patients even where an agreement is "
    "signed: the clinic's own page is the place for them."
)


class SlackSurface:
    """The platform. Without an app token, events come by HTTP, to `events`."""

    name = NAME

    def __init__(self, room: Room, *, app_token: str, signing_secret: str, ping_seconds: float = PING_SECONDS) -> None:
        self._room = room
        self._app_token, self._ping_seconds = app_token, ping_seconds
        self._intake = Intake(room.desk, Status(room.api, room.desk))
        self._line: Line | None = None
        self._sender = Sender(room)
        self._drawing = Drawing(room.api, room.staff_channel, room.case_text)
        self.events = Events(signing_secret) if signing_secret and not app_token else None

    @property
    def is_up(self) -> bool:
        """Tell whether events can come."""
        return self.events is not None or (self._line is not None and self._line.is_up)

    async def run(self) -> None:
        """Listen until cancelled. Raises SurfaceError."""
        if self._room.takes_patients:
            log.warning("slack.patients", why=WARNING)
        app = await self._app()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._intake.run)
            await self._listen(app)
            tasks.cancel_scope.cancel()

    def routes(self) -> Sequence[Route]:
        """Return the address of events by HTTP, where they come so."""
        return (Route(PATH, self.events.receive, methods=["POST"]),) if self.events else ()

    async def send(self, delivery: Delivery) -> str:
        """Send a line to its patient's thread."""
        return await self._sender.send(delivery)

    async def draw(self, card: Card) -> Drawn:
        """Show a case in the staff channel."""
        return await self._drawing.draw(card)

    async def _listen(self, app: AsyncApp) -> None:
        if self.events:
            await self.events.serve(app)
            return

        async def handle(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            began = time.time()
            answer = await run_async_bolt_app(app, request)
            await send_async_response(client, request, answer, began)

        self._line = Line(self._app_token, self._room.api.client, handle, ping_seconds=self._ping_seconds)
        await self._line.run()

    async def _app(self) -> AsyncApp:
        who = await self._room.api.post("auth.test")
        us = Us(team=who["team_id"], user=who["user_id"], bot=who.get("bot_id", ""))
        room = self._room
        return listening(
            us,
            patients=Patients(room, self._intake, us),
            staff=Staff(room, us),
            acts=Acts(room),
            submits=Submits(room),
        )
