"""Slack's requests to the desk's methods, by slack-bolt: nothing is acknowledged before it is done or stored (R1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.api import quiet
from bot.channels.slack.blocks import CHOSEN
from bot.channels.slack.modals import CANNED
from bot.channels.slack.rating import HELPFUL

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck

    from bot.channels.slack.acts import Acts
    from bot.channels.slack.inbound import Us
    from bot.channels.slack.patients import Patients
    from bot.channels.slack.staff import Staff
    from bot.channels.slack.submits import Submits

log = structlog.get_logger()
ANYTHING = re.compile(r".*", re.DOTALL)


def listening(us: Us, *, patients: Patients, staff: Staff, acts: Acts, submits: Submits) -> AsyncApp:
    """Return the app that hears Slack. Requests are checked before they get here, who the app is is known."""
    app = _app(us)
    _hear(app, patients, staff)
    _serve(app, staff, acts, submits)

    @app.action(re.compile(rf"{CHOSEN}:.*"))
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        await patients.press(body)
        await ack()

    @app.action(re.compile(rf"{HELPFUL}:.*"))
    async def rate(ack: AsyncAck, body: dict[str, Any]) -> None:
        await patients.rate(body)
        await ack()

    @app.event(ANYTHING)
    async def unknown() -> None:
        log.info("slack.unknown")

    @app.action(ANYTHING)
    async def elsewhere(ack: AsyncAck) -> None:
        await ack()

    return app


def _hear(app: AsyncApp, patients: Patients, staff: Staff) -> None:
    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        await patients.hear(event)
        await staff.hint(event)

    @app.event("app_mention")
    async def mention(event: dict[str, Any]) -> None:
        await patients.hear(event)

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            await staff.show_home(event["user"])
        else:
            await patients.greet(event)


def _serve(app: AsyncApp, staff: Staff, acts: Acts, submits: Submits) -> None:
    @app.action(CANNED)
    async def pick(ack: AsyncAck, body: dict[str, Any]) -> None:
        await acts.pick(body)
        await ack()

    @app.action(re.compile(r"case:(?!open$|canned$).+"))
    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        await acts.press(body)
        await ack()

    @app.view(re.compile(r"case:.+"))
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        answer = await submits.submit(body)
        await (ack(answer) if answer else ack())

    @app.command("/desk")
    async def desk(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(text=await staff.answer(command["user_id"], command.get("text", "")), response_type="ephemeral")


def _app(us: Us) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=us.team, bot_user_id=us.user, bot_id=us.bot)

    app = AsyncApp(
        client=AsyncWebClient(logger=quiet()),
        name="frontdesk",
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        logger=quiet(),
    )

    @app.error
    async def failed(error: Exception) -> BoltResponse:
        log.error("slack.failed", error=type(error).__name__)
        return BoltResponse(status=500)

    return app
