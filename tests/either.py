"""A desk's database of either kind, for tests of whole processes: a SQLite file, and a PostgreSQL.

A folder's conftest imports the three fixtures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.conftest import POSTGRESQL, SQLITE, a_server, running_server
from tests.store.places import Place, PostgresqlPlace, SqlitePlace
from tests.store.ready import ready_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["a_server", "either", "running_server"]


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return where an empty store's rows lie: on each kind in turn."""
    folder = tmp_path / "data"
    if request.param == SQLITE:
        return SqlitePlace(ready_folder(folder))
    return PostgresqlPlace(request.getfixturevalue("server"), folder, is_ready=True)
