"""Whether the desk's access to Slack is right: tokens, scopes, the staff channel; each finding says what to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.channels.slack.api import Api, web_client
from bot.channels.slack.scopes import needed
from bot.errors import SurfaceError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings

_REINSTALL: Final = "add it under OAuth & Permissions (slack/manifest.yaml has them all) and install the app again"


async def examine(settings: Settings) -> tuple[str, ...]:
    """Return what is wrong, each in a sentence that says what to do; nothing where all is right."""
    shape = [*_tokens(settings)]
    return tuple(shape) or tuple([finding async for finding in _asked(settings)])


def _tokens(settings: Settings) -> list[str]:
    """Return what is wrong with the settings themselves."""
    bot, app = settings.slack_bot_token.get_secret_value(), settings.slack_app_token.get_secret_value()
    found = []
    if not bot.startswith("xoxb-"):
        found.append("FRONTDESK_SLACK_BOT_TOKEN: set the Bot User OAuth Token, which begins with xoxb-")
    if app and not app.startswith("xapp-"):
        found.append("FRONTDESK_SLACK_APP_TOKEN: set the app-level token, which begins with xapp-")
    if not app and not settings.slack_signing_secret.get_secret_value():
        found.append("FRONTDESK_SLACK_APP_TOKEN: set an app-level token with connections:write, for Socket Mode")
    return found


async def _asked(settings: Settings) -> AsyncIterator[str]:
    """Yield what Slack finds wrong."""
    api = Api(web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api))
    try:
        granted = await api.scopes()
    except SurfaceError as error:
        yield f"the bot token is refused: {error}"
        return
    for finding in _scopes(granted):
        yield finding
    if settings.slack_app_token.get_secret_value() and (refused := await _refusal_of_socket(settings)):
        yield f"Socket Mode is refused: {refused}; the app-level token needs connections:write"
    if not settings.slack_staff_channel:
        yield "FRONTDESK_SLACK_STAFF_CHANNEL: set the id of the staff channel (C…), or staff see no case in Slack"
    elif refused := await _refusal_of_channel(api, settings.slack_staff_channel):
        yield f"the staff channel cannot be read: {refused}; invite the app there (/invite @frontdesk)"


def _scopes(granted: frozenset[str]) -> list[str]:
    wanted = needed()
    missing = [
        f"the scope {one} is missing, for {', '.join(wanted[one])}: {_REINSTALL}"
        for one in wanted
        if one not in granted
    ]
    spare = sorted(granted - wanted.keys())
    return [*missing, *(f"the scope {one} is not needed: remove it, and install the app again" for one in spare)]


async def _refusal_of_socket(settings: Settings) -> str:
    api = Api(web_client(settings.slack_app_token.get_secret_value(), settings.slack_api))
    try:
        await api.post("apps.connections.open")
    except SurfaceError as error:
        return str(error)
    return ""


async def _refusal_of_channel(api: Api, channel: str) -> str:
    try:
        await api.get("conversations.history", channel=channel, limit=1)
    except SurfaceError as error:
        return str(error)
    return ""
