from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import URL, create_engine, text
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.model import Role
from bot.store import open_store
from bot.store.engine.opening import open_sqlite
from bot.store.engine.postgresql import postgresql_url
from bot.store.schema.migrations import HERE
from bot.store.schema.tables import line, metadata, one_open_case
from tests.store.places import PostgresqlPlace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.postgresql import Server

SQLITE, POSTGRESQL = (URL.create(name).get_dialect()() for name in ("sqlite", "postgresql+psycopg"))


def schema(file: Path) -> set[str]:
    """Return the statements that made the tables and indexes of a file, blanks and order of clauses aside."""
    connection = sqlite3.connect(file)
    rows = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    )
    statements = {" ".join(sorted(re.findall(r"[\w.']+|[^\s,]", sql))) for (sql,) in rows}
    connection.close()
    return statements


CATALOG = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT tablename, indexname, indexdef, NULL, NULL, NULL FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), NULL, NULL, NULL
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


def test_the_migrations_make_the_tables_of_postgresql(server: Server, tmp_path: Path) -> None:
    """The same history ends in the same schema: columns, types, defaults, sequences, indexes and keys."""
    place, made = PostgresqlPlace(server, tmp_path), PostgresqlPlace(server, tmp_path)
    engine = place.engine()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    plain = create_engine(postgresql_url(made.database))
    metadata.create_all(plain)
    plain.dispose()
    found = {row for row in place.run(CATALOG) if row[0] != "alembic_version"}
    assert found == set(made.run(CATALOG))


def test_the_migrations_make_the_tables(file: Path, tmp_path: Path) -> None:
    """The schema's history ends in the schema that the code uses: same columns, types, keys, and conditions."""
    migrated = open_sqlite(file)
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    migrated.dispose()
    made = create_engine(f"sqlite:///{tmp_path / 'made.sqlite3'}")
    metadata.create_all(made)
    made.dispose()
    assert schema(file) == schema(tmp_path / "made.sqlite3")


def test_numbers_are_never_used_again() -> None:
    """SQLite counts on from a number whose row is gone; PostgreSQL's sequence does so too."""
    assert "AUTOINCREMENT" in str(CreateTable(line).compile(dialect=SQLITE))
    assert "number BIGSERIAL" in str(CreateTable(line).compile(dialect=POSTGRESQL))


def test_one_open_case_is_a_rule_of_both_databases() -> None:
    """The partial unique index holds whatever the code does."""
    for dialect in (SQLITE, POSTGRESQL):
        assert str(CreateIndex(one_open_case).compile(dialect=dialect)).endswith(
            "(conversation) WHERE state <> 'resolved'"
        )


def test_accounts_from_before_there_were_roles_are_admins(file: Path) -> None:
    """Each could do everything, and still can; their sessions go on, and a row without a role is an agent's."""
    made = create_engine(f"sqlite:///{file}")
    file.parent.mkdir()
    with made.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(HERE))
        command.upgrade(config, "0001")
        row = "(id, username, name, password_hash, created_at) VALUES (:id, :name, 'X', '-', '2026-11-23 15:00:00')"
        connection.execute(text(f"INSERT INTO staff {row}"), [{"id": 1, "name": "ada"}, {"id": 2, "name": "ben"}])
        lasts = "'2026-11-23 15:00:00', '2026-11-23 15:00:00', '2036-11-23 15:00:00'"
        connection.execute(text(f"INSERT INTO staff_session VALUES ('t1', 1, {lasts})"))  # noqa: S608
    made.dispose()
    store = open_store(file.parent)
    assert [account.staff.role for account in store.accounts.everyone()] == [Role.ADMIN, Role.ADMIN]
    session = store.accounts.session("t1")
    store.close()
    assert session is not None
    assert not session.must_change_password
