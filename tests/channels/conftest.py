"""The channels of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.shipped import shipped
from tests.channels.discord_driver import DiscordDriver
from tests.channels.drivers import Parts
from tests.channels.simcord_driver import SimcordDriver
from tests.channels.slack_driver import SlackDriver
from tests.channels.terminal_driver import TerminalDriver
from tests.channels.web_driver import WebDriver
from tests.either import a_server, either, running_server  # noqa: F401 - fixtures
from tests.samples import FAQ
from tests.understood import understood

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.channels.drivers import Driver

DRIVERS: tuple[type[Driver], ...] = (WebDriver, TerminalDriver, SlackDriver, DiscordDriver, SimcordDriver)
KEEPING = tuple(kind for kind in DRIVERS if kind.keeps)
"""Channels with a store and staff: all but the terminal."""


def named(kind: type[Driver]) -> str:
    """Name a driver in a test's id: two of them are Discord."""
    return kind.__name__.removesuffix("Driver").lower()


@pytest.fixture(params=DRIVERS, ids=named)
async def any_driver(request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    """Return each channel in turn."""
    async with request.param() as driver:
        yield driver


@pytest.fixture(params=KEEPING, ids=named)
async def driver(request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    """Return each channel with a store in turn."""
    async with request.param() as driver:
        yield driver


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """Return a desk of the sample FAQ."""
    return Parts(folder=tmp_path, understanding=understood(FAQ, shipped()))
