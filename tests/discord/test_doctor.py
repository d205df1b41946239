"""`python -m bot doctor discord`: what is to be mended is said, and nothing is said to anybody in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.channels.discord.doctor import examine
from bot.settings import Settings
from tests.discord.fake.discord_fake import TOKEN, FakeDiscord
from tests.discord.fake.world import ALL, FORUM, LOBBY

if TYPE_CHECKING:
    from collections.abc import Callable

ADMINISTRATOR, MANAGE_THREADS, MENTION_EVERYONE = 1 << 3, 1 << 34, 1 << 17


def settings(fake: FakeDiscord, *, token: str = TOKEN, forum: int = FORUM) -> Settings:
    """Return the settings of a desk on this Discord."""
    known = {"discord_token": SecretStr(token), "discord_api": fake.api, "discord_staff_forum": forum}
    return Settings(_env_file=None, **known)  # type: ignore[arg-type]


async def test_all_is_right(fake: FakeDiscord) -> None:
    """Where all is right nothing is found, and nothing was written."""
    assert await examine(settings(fake)) == ()
    assert {one.method for one in fake.rest.calls} == {"GET"}


def lacking(*flags: int) -> Callable[[FakeDiscord], None]:
    """Return what takes permissions away."""

    def take(fake: FakeDiscord) -> None:
        fake.world.bot_permissions = ALL & ~ADMINISTRATOR & ~sum(flags)

    return take


def refusing(code: int) -> Callable[[FakeDiscord], None]:
    """Return what makes the gateway refuse."""

    def refuse(fake: FakeDiscord) -> None:
        fake.gateway.refuse = code

    return refuse


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lacking(MANAGE_THREADS),
            "cannot work: in Discord, Edit Channel, Permissions, the bot's role: allow Manage Posts",
        ),
        (lacking(MENTION_EVERYONE), "some comfort is missing"),
        (refusing(4014), "Privileged Gateway Intents"),
        (refusing(4004), "Reset Token"),
    ],
    ids=["posts", "mentions", "intents", "token"],
)
async def test_what_is_wrong_there(fake: FakeDiscord, change: Callable[[FakeDiscord], None], says: str) -> None:
    """Each finding says what to do."""
    change(fake)
    (finding,) = await examine(settings(fake))
    assert says in finding


@pytest.mark.parametrize(
    ("token", "forum", "says"),
    [
        ("", FORUM, "FRONTDESK_DISCORD_TOKEN is not set"),
        ("wrong", FORUM, "Reset Token"),
        (TOKEN, 0, "FRONTDESK_DISCORD_STAFF_FORUM is not set"),
        (TOKEN, LOBBY, "is no forum"),
        (TOKEN, 12345, "scope=bot+applications.commands"),
    ],
    ids=["no token", "wrong token", "no forum", "another channel", "not invited"],
)
async def test_what_is_wrong_here(fake: FakeDiscord, token: str, forum: int, says: str) -> None:
    """A setting that is missing or wrong is named, with the mend."""
    (finding,) = await examine(settings(fake, token=token, forum=forum))
    assert says in finding


async def test_a_discord_that_is_away(fake: FakeDiscord) -> None:
    """Where nobody answers, that is said."""
    away = settings(fake).model_copy(update={"discord_api": "http://127.0.0.1:9/api"})
    (finding,) = await examine(away)
    assert "cannot be reached" in finding
