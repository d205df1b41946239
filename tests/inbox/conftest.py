"""A staff page on loopback over a real SQLite store, and a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings
from bot.store import open_store
from tests.chromium import running_chromium
from tests.inbox.parts import House, Visitor
from tests.inbox.stage import Stage, open_stage
from tests.store.parts import HandClock
from tests.store.ready import ready_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Return where every house's page is shown."""
    with open_stage() as stage:
        yield stage


@pytest.fixture
def house(tmp_path: Path, stage: Stage, quick_hashes: None) -> Iterator[House]:  # noqa: ARG001 - in force, not used
    """Return a desk with one person on staff and nobody waiting."""
    clock = HandClock()
    store = open_store(ready_folder(tmp_path / "data"), clock)
    # Most tests let hours pass in which nobody touches the page, and are not about that.
    settings = Settings(data=tmp_path / "data", session_idle_minutes=60 * 24 * 7, _env_file=None)
    house = House(stage=stage, store=store, clock=clock, settings=settings)
    house.hire()
    yield house
    store.close()


@pytest.fixture
def url(house: House) -> Iterator[str]:
    """Serve the house's staff page."""
    with house.open() as url:
        yield url


@pytest.fixture
def stranger(url: str) -> Visitor:
    """Return someone who is not signed in."""
    return Visitor(url=url)


@pytest.fixture
def rosa(url: str, house: House) -> Visitor:
    """Return someone who is signed in."""
    return house.signed_in(url)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Chromium once a module."""
    with running_chromium() as browser:
        yield browser
