"""The schema's history, run by alembic from inside the package and in one transaction: a killed run leaves nothing."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.errors import StoreUnusable
from bot.store.engine.turns import take_migration_turn

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

HERE: Final = Path(__file__).parent

# alembic keeps the running migration in module globals.
_ONE_AT_A_TIME: Final = Lock()


def upgrade(engine: Engine) -> None:
    """Bring the schema up to date. Raises StoreUnusable for a database that is not ours or is newer than we are."""
    config = Config(attributes={})
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    with _ONE_AT_A_TIME, engine.begin() as connection:
        take_migration_turn(connection)
        _refuse_strangers(connection, ScriptDirectory.from_config(config))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _refuse_strangers(connection: Connection, script: ScriptDirectory) -> None:
    known = {revision.revision for revision in script.walk_revisions()}
    heads = set(MigrationContext.configure(connection).get_current_heads())
    if not heads <= known:
        message = (
            "the database comes from a newer version of the desk: install that version, or restore an older backup"
        )
        raise StoreUnusable(message)
    if not heads and inspect(connection).get_table_names():
        message = "it is another program's database: give the desk one of its own"
        raise StoreUnusable(message)
