"""What an operator sets, from the environment (`FRONTDESK_PORT=8081`) or a `.env` file."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.model import RelayContent
from bot.waiting import Means, Telling


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "frontdesk"


class Settings(BaseSettings):
    """One desk's settings. Every field is named in README.md, "Settings"."""

    model_config = SettingsConfigDict(env_prefix="FRONTDESK_", env_file=".env", extra="ignore", frozen=True)

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8080, ge=0, le=65535, description="port to listen on")
    data: Path = Field(default=Path("data"), description="folder of the database and the first password file")
    database: SecretStr = Field(
        default=SecretStr(""),
        description="postgresql://… for a PostgreSQL server; empty: a SQLite file in `data`",
    )
    faq: Path = Field(default=Path("faq.yaml"), description="what the desk may say")
    cache: Path = Field(
        default_factory=_cache, description="folder of what was learnt from other FAQs than the shipped one"
    )
    is_secure: bool = Field(default=False, description="the desk is reached by https: cookies are Secure, `__Host-`")
    frame_ancestors: tuple[str, ...] = Field(default=(), description="origins whose pages may embed the widget")
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/]+[^\s]*)?$",
        description="address at which staff reach the desk, for links in pages; empty: host and port",
    )
    paging_urls: dict[str, tuple[SecretStr, ...]] = Field(
        default={}, description="where each role on call is paged: JSON of roles and lists of apprise addresses"
    )
    relay_content: RelayContent = Field(
        default=RelayContent.LINK,
        description="what of a patient's words staff see on Slack and Discord: link, redacted or full",
    )
    slack_bot_token: SecretStr = Field(default=SecretStr(""), description="Slack's bot token, xoxb-…")
    slack_app_token: SecretStr = Field(default=SecretStr(""), description="Slack's token for Socket Mode, xapp-…")
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Slack's secret for events by HTTP instead of Socket Mode"
    )
    slack_staff_channel: str = Field(default="", description="id of the Slack channel in which staff see the cases")
    slack_patients: bool = Field(default=False, description="patients may write to the desk in Slack")
    slack_api: str = Field(default="https://slack.com/api/", description="Slack's address")
    discord_token: SecretStr = Field(default=SecretStr(""), description="Discord's bot token")
    discord_staff_forum: int = Field(default=0, description="id of the Discord forum in which staff see the cases")
    discord_patients: bool = Field(default=False, description="patients may write to the desk in Discord")
    discord_api: str = Field(default="https://discord.com/api/v10", description="Discord's address")
    notice_urls: dict[Means, SecretStr] = Field(
        default={},
        description="how a patient who closed the page is told that a reply waits: JSON of `email` and `phone`, each "
        "with an apprise address that holds {address}",
    )
    notice_minutes: int = Field(
        default=5, ge=1, le=1440, description="minutes that a reply waits unseen until the patient is told"
    )
    notice_link: str = Field(
        default="",
        pattern=r"^(https?://[^\s/]+[^\s]*)?$",
        description="page that the notice leads to, where the chat stands in another site's; empty: `public_url`",
    )
    session_hours: int = Field(default=12, ge=1, description="hours until a staff login ends")
    session_idle_minutes: int = Field(
        default=60, ge=1, description="minutes without a use until a staff login ends; an open page alone is no use"
    )

    @property
    def telling(self) -> Telling:
        """Return how patients who closed the page are told that a reply waits."""
        return Telling(means=frozenset(self.notice_urls), after=timedelta(minutes=self.notice_minutes))

    @property
    def staff_page(self) -> str:
        """Return the address of the staff page."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url.rstrip("/") or f"http://{host}:{self.port}") + "/staff"
