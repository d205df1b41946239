"""A store on a real SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store import FILE_NAME, Store, open_store
from tests.store.parts import HandClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import StaffMember


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder that the store makes."""
    return tmp_path / "data"


@pytest.fixture
def file(folder: Path) -> Path:
    """Return the path of the store's file."""
    return folder / FILE_NAME


@pytest.fixture
def clock() -> HandClock:
    """Return the store's clock."""
    return HandClock()


@pytest.fixture
def store(folder: Path, clock: HandClock) -> Iterator[Store]:
    """Open an empty store."""
    store = open_store(folder, clock)
    yield store
    store.close()


@pytest.fixture
def staff(store: Store) -> StaffMember:
    """Return a person of the staff."""
    return store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="a hash")
