"""A service that takes pages, and a store of a desk whose people it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.store import Store, open_store
from tests.paging.service import Service, serving
from tests.store.paging import BACKUP, NURSE, REACH
from tests.store.parts import HandClock
from tests.store.ready import ready_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Urls = dict[str, tuple[SecretStr, ...]]


@pytest.fixture
def service() -> Iterator[Service]:
    """Run a service."""
    with serving() as service:
        yield service


@pytest.fixture
def urls(service: Service) -> Urls:
    """Return two places of the nurse and one of the backup, at the service."""
    nurse = tuple(SecretStr(service.url(path)) for path in ("/nurse-1", "/nurse-2"))
    return {NURSE: nurse, BACKUP: (SecretStr(service.url("/backup")),)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the store's folder."""
    return ready_folder(tmp_path / "data")


@pytest.fixture
def clock() -> HandClock:
    """Return the store's clock."""
    return HandClock()


@pytest.fixture
def store(folder: Path, clock: HandClock) -> Iterator[Store]:
    """Open an empty store."""
    store = open_store(folder, clock, reach=REACH)
    yield store
    store.close()
