"""A store on a real SQLite file, and on a real PostgreSQL: the same tests for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store import FILE_NAME, Store
from tests.store.parts import HandClock
from tests.store.places import Place, PostgresqlPlace, SqlitePlace, another, open_place
from tests.store.postgresql import Server, server
from tests.store.ready import ready_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import StaffMember

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of the store on both databases; one that asks for the file is about SQLite, for the server not."""
    asked = set(metafunc.fixturenames)
    if "place" in asked:
        about = {SQLITE: not asked & {"server"}, POSTGRESQL: not asked & {"folder", "file"}}
        metafunc.parametrize("place", [name for name, is_meant in about.items() if is_meant], indirect=True)


@pytest.fixture(scope="session")
def a_server() -> Iterator[Server]:
    """Start a PostgreSQL for all tests of this process."""
    with server() as started:
        yield started


@pytest.fixture(name="server")
def running_server(a_server: Server) -> Iterator[Server]:
    """Return the PostgreSQL server that a test is about; the test's databases go with it."""
    yield a_server
    a_server.drop()


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
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return where an empty store's rows lie; only PostgreSQL's tests start a server."""
    folder = tmp_path / "data"
    if request.param == SQLITE:
        return SqlitePlace(ready_folder(folder))
    return PostgresqlPlace(request.getfixturevalue("server"), folder, is_ready=True)


@pytest.fixture
def bare(place: Place, tmp_path: Path) -> Place:
    """Return a place of the same kind where no desk has been."""
    return another(place, tmp_path / "bare")


@pytest.fixture
def store(place: Place, clock: HandClock) -> Iterator[Store]:
    """Open an empty store."""
    store = open_place(place, clock)
    yield store
    store.close()


@pytest.fixture
def staff(store: Store) -> StaffMember:
    """Return a person of the staff."""
    return store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="a hash")
