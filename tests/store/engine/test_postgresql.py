"""What PostgreSQL's own engine promises: what it refuses, what it says, and that it goes on by itself."""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.errors import ConfigurationError, StoreError, StoreUnusable, StoreUnwritable
from bot.store import open_store
from bot.store.engine.opening import open_postgresql
from bot.store.transaction import Database
from tests.store.parts import CANARY, message
from tests.store.places import PostgresqlPlace
from tests.store.postgresql import PASSWORD, USER, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store import Store

HUSH = "canary-secret"


@pytest.fixture
def postgresql(server: Server, tmp_path: Path) -> PostgresqlPlace:
    """Return an empty database."""
    return PostgresqlPlace(server, tmp_path / "data")


@pytest.fixture
def desk(postgresql: PostgresqlPlace) -> Iterator[Store]:
    """Open a store in it."""
    store = open_store(postgresql.folder, database=postgresql.database)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous_commit", "on"),
        ("lock_timeout", "5s"),
        ("statement_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("TimeZone", "UTC"),
        ("application_name", "frontdesk"),
        ("transaction_isolation", "read committed"),
    ],
)
def test_every_connection_keeps_what_is_committed(postgresql: PostgresqlPlace, name: str, value: str) -> None:
    """The settings hold on the first connection and on those made later."""
    engine = postgresql.engine()
    with engine.connect() as one, engine.connect() as two:
        found = [connection.execute(text(f"SHOW {name}")).scalar_one() for connection in (one, two)]
    engine.dispose()
    assert found == [value, value]


def test_what_the_address_says_comes_first(postgresql: PostgresqlPlace) -> None:
    """An operator may set what the desk would set."""
    engine = open_postgresql(f"{postgresql.database}&application_name=ours")
    with engine.connect() as connection:
        assert connection.execute(text("SHOW application_name")).scalar_one() == "ours"
    engine.dispose()


@pytest.mark.parametrize("prefix", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_may_be_written_as_people_do(postgresql: PostgresqlPlace, prefix: str) -> None:
    """All of them mean the same driver."""
    open_postgresql(postgresql.database.replace("postgresql", prefix, 1)).dispose()


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://u:{HUSH}@127.0.0.1/desk",
        f"postgresql+asyncpg://u:{HUSH}@127.0.0.1/desk",
        f"postgresql://u:{HUSH}@127.0.0.1",
        f"postgresql://u:{HUSH}@127.0.0.1:port/desk",
        f"sqlite:///{HUSH}",
        HUSH,
        "",
    ],
)
def test_an_address_that_is_none(address: str) -> None:
    """The setting is named and what it should be, nothing of what it is."""
    with pytest.raises(ConfigurationError, match=r"^FRONTDESK_DATABASE: write postgresql://.*$") as refused:
        open_postgresql(address)
    assert HUSH not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (f"postgresql://{USER}:{HUSH}@/postgres?host={{0}}", "password authentication failed"),
        (f"postgresql://{USER}:{PASSWORD}@/nothing?host={{0}}", 'database "nothing" does not exist'),
        (f"postgresql://{USER}:{HUSH}@/postgres?host=/nowhere", "No such file or directory"),
        (f"postgresql://{USER}:{HUSH}@127.0.0.1:1/postgres", "127.0.0.1:1: .*Connection refused"),
        (f"postgresql://{USER}@/postgres?host=/nowhere&password={HUSH}", "No such file or directory"),
        (f"postgresql://{USER}@/postgres?host=/{HUSH}&sslpassword={HUSH}", "No such file or directory"),
        (f"postgresql://{USER}:{HUSH}@/postgres?host={{0}}&no_such_option=1", "no_such_option"),
    ],
    ids=["password", "database", "socket", "port", "password-option", "other-password", "option"],
)
def test_a_server_that_cannot_be_reached(server: Server, address: str, reason: str) -> None:
    """One line names the setting, the place and the reason, and never a password."""
    with pytest.raises(StoreUnwritable, match=f"^FRONTDESK_DATABASE: .*{reason}.*correct the setting$") as refused:
        open_postgresql(address.format(server.folder))
    said = str(refused.value).replace(f"at /{HUSH}", "")
    assert HUSH not in said
    assert "canary" not in said


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigurationError, match=r"FRONTDESK_DATABASE.*clinic-frontdesk\[postgresql\]"):
        open_postgresql("postgresql://u:p@127.0.0.1/desk")


def test_a_database_that_forgets(postgresql: PostgresqlPlace) -> None:
    """A commit that does not wait for the disk is none."""
    postgresql.run(f"ALTER DATABASE {postgresql.name} SET synchronous_commit = off")
    with pytest.raises(StoreUnusable, match=r"FRONTDESK_DATABASE: .*synchronous_commit = off: .*switch it on"):
        postgresql.engine()


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_forgets(postgresql: PostgresqlPlace, name: str) -> None:
    """What is not on the disk is lost with the machine's power."""
    postgresql.run(f"ALTER SYSTEM SET {name} = off")
    postgresql.server.restart("fast")
    try:
        with pytest.raises(StoreUnusable, match=f"{name} = off"):
            postgresql.engine()
    finally:
        postgresql.run(f"ALTER SYSTEM RESET {name}")
        postgresql.server.restart("fast")


def test_a_database_that_cannot_hold_every_letter(postgresql: PostgresqlPlace) -> None:
    """It is refused before it is touched."""
    old = f"old{postgresql.name}"
    postgresql.run(f"CREATE DATABASE {old} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(StoreUnusable, match="is in LATIN1 and cannot hold every letter"):
        open_postgresql(postgresql.server.url(old))


def test_a_database_that_may_only_be_read(desk: Store, postgresql: PostgresqlPlace) -> None:
    """A standby is no place to write, though its schema is up to date."""
    assert desk.inbox.accept(message()).is_new
    postgresql.run(f"ALTER DATABASE {postgresql.name} SET default_transaction_read_only = on")
    with pytest.raises(StoreUnwritable, match=r"25006 .*name the primary server"):
        postgresql.engine()


def test_a_user_without_rights(postgresql: PostgresqlPlace) -> None:
    """Who may not make tables is told whom to ask."""
    postgresql.run(f"CREATE ROLE guest{postgresql.name} LOGIN PASSWORD 'guest'")
    address = postgresql.database.replace(f"{USER}:{PASSWORD}", f"guest{postgresql.name}:guest")
    with pytest.raises(StoreUnwritable, match=r"42501 InsufficientPrivilege.*owner"):
        open_postgresql(address)


def test_another_programs_database(postgresql: PostgresqlPlace) -> None:
    """It is refused and left as it was."""
    postgresql.run("CREATE TABLE recipe (name text)")
    with pytest.raises(StoreUnusable, match="another program's"):
        postgresql.engine()
    assert postgresql.run("SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200") == [
        ("recipe",)
    ]


def test_a_newer_versions_database(desk: Store, postgresql: PostgresqlPlace) -> None:
    """A schema that this version does not know is not touched."""
    assert desk.conversations.latest() == 0
    postgresql.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnusable, match="newer version"):
        postgresql.engine()


def write_and_be_cut(database: Database, postgresql: PostgresqlPlace) -> None:
    """Lose the connection in the middle of a transaction."""
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
    with database.writing("c1") as connection:
        connection.execute(text("CREATE TABLE half (done text)"))
        assert postgresql.run(cut) == [(True,)]
        connection.execute(text("SELECT 1"))


def test_a_connection_that_is_cut(desk: Store, postgresql: PostgresqlPlace) -> None:
    """The transaction it was in is undone and said to be; the next one has another connection."""
    database = Database(postgresql.engine())
    with pytest.raises(StoreUnwritable, match="goes on by itself"):
        write_and_be_cut(database, postgresql)
    with database.reading() as connection:
        assert connection.execute(text("SELECT to_regclass('half')")).scalar_one() is None
    database.close()
    assert desk.inbox.accept(message()).is_new


def test_a_server_that_is_down(desk: Store, postgresql: PostgresqlPlace) -> None:
    """Nothing is acknowledged meanwhile; when it is back, the first who asks is served."""
    line = desk.inbox.accept(message()).line
    postgresql.server.stop()
    for ask in (lambda: desk.inbox.accept(message("m2")), desk.conversations.latest):
        with pytest.raises(StoreUnwritable, match="goes on by itself"):
            ask()
    postgresql.server.start()
    assert desk.inbox.unanswered() == (line,)
    assert desk.inbox.accept(message("m2")).is_new


def send(desk: Store, sender: int, *, until: Event) -> list[tuple[str, int]]:
    """Send messages one after the other, each again until it is acknowledged, as a page does; return what was."""
    acknowledged: list[tuple[str, int]] = []
    is_last = False
    while not is_last:
        is_last = until.is_set()
        name = f"{sender}-{len(acknowledged)}"
        accepted = None
        while accepted is None:
            try:
                accepted = desk.inbox.accept(message(name, conversation=f"c{sender}"))
            except StoreUnwritable:
                Event().wait(0.01)
        acknowledged.append((name, accepted.line.number))
    return acknowledged


def test_a_server_that_crashes_under_load(desk: Store, postgresql: PostgresqlPlace) -> None:
    """Whatever was acknowledged before, between and after two crashes is there, each message once."""
    is_over = Event()
    with ThreadPoolExecutor(4) as threads:
        senders: list[Future[list[tuple[str, int]]]] = [
            threads.submit(send, desk, sender, until=is_over) for sender in range(4)
        ]
        try:
            for crash in range(2):
                while desk.conversations.latest() < 20 * (crash + 1) and not any(one.done() for one in senders):
                    Event().wait(0.01)
                postgresql.server.restart("immediate")
        finally:
            is_over.set()
        acknowledged = {pair for sender in senders for pair in sender.result(timeout=60)}
    stored = [(str(line.client_id), line.number) for line in desk.inbox.unanswered()]
    assert set(stored) == acknowledged
    assert len(stored) == len({name for name, _ in stored})


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("53100", StoreUnwritable, "the disk is full"),
        ("53200", StoreUnwritable, "out of memory"),
        ("53300", StoreUnwritable, "max_connections"),
        ("25006", StoreUnwritable, "primary"),
        ("40001", StoreUnwritable, "do it again"),
        ("40P01", StoreUnwritable, "do it again"),
        ("57014", StoreUnwritable, "took too long"),
        ("58030", StoreUnwritable, "check its health"),
        ("XX001", StoreUnusable, "restore the last backup"),
        ("23514", StoreError, "contradicts"),
    ],
)
def test_what_the_server_refuses(
    desk: Store, postgresql: PostgresqlPlace, code: str, kind: type[StoreError], told: str
) -> None:
    """Each refusal is one of ours, says what to do, quotes nothing and leaves nothing behind."""
    postgresql.run(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'not %', NEW.text USING ERRCODE = '{code}'; END $$"
    )
    postgresql.run("CREATE TRIGGER refuse BEFORE INSERT ON line FOR EACH ROW EXECUTE FUNCTION refuse()")
    with pytest.raises(StoreError, match=f"{code} .*{told}") as refused:
        desk.inbox.accept(message(text=CANARY))
    assert type(refused.value) is kind
    assert CANARY not in str(refused.value)
    postgresql.run("DROP TRIGGER refuse ON line")
    assert desk.inbox.unanswered() == ()
    assert desk.inbox.accept(message(text=CANARY)).is_new
