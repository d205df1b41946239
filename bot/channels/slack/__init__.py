"""Slack: patients, where they may, and staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.channels.slack.api import Api, web_client
from bot.channels.slack.room import Room
from bot.channels.slack.surface import SlackSurface
from bot.clock import SystemClock
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.frontdesk import FrontDesk
    from bot.ports import Clock
    from bot.settings import Settings
    from bot.store import Store


def surface(settings: Settings, frontdesk: FrontDesk, store: Store, *, clock: Clock | None = None) -> SlackSurface:
    """Return Slack as it is set up. Raises ConfigurationError."""
    app_token = settings.slack_app_token.get_secret_value()
    secret = settings.slack_signing_secret.get_secret_value()
    if not app_token and not secret:
        raise ConfigurationError(
            "FRONTDESK_SLACK_APP_TOKEN is missing: set the app-level token (xapp-…) for Socket Mode, or "
            "FRONTDESK_SLACK_SIGNING_SECRET for events by HTTP"
        )
    room = Room(
        api=Api(web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api)),
        desk=frontdesk,
        cases=store.cases,
        cards=store.cards,
        links=store.links,
        conversations=store.conversations,
        ratings=store.ratings,
        clock=clock or SystemClock(),
        staff_channel=settings.slack_staff_channel,
        staff_page=settings.staff_page,
        relay=settings.relay_content,
        takes_patients=settings.slack_patients,
    )
    return SlackSurface(room, app_token=app_token, signing_secret=secret)
