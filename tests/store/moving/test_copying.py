"""A SQLite desk moves to PostgreSQL: every row, or nothing."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from bot.errors import ConfigurationError, FrontDeskError, StoreError, StoreUnusable, StoreUnwritable
from bot.model import Dialogue
from bot.store import FILE_NAME, Store
from bot.store.moving.copying import copy
from bot.store.schema.tables import metadata
from tests.store.child import child
from tests.store.parts import BILLING, CRISIS, REPLY, START, message
from tests.store.places import Place, PostgresqlPlace, SqlitePlace, open_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.store.postgresql import Server

HUSH = "canary-secret"


@pytest.fixture
def target(server: Server, tmp_path: Path) -> PostgresqlPlace:
    """Return an empty database."""
    return PostgresqlPlace(server, tmp_path / "data")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> SqlitePlace:
    """Return a desk that has been used: more lines than one batch, a reply of staff's, rows that are gone."""
    place = SqlitePlace(tmp_path_factory.mktemp("used"))
    store = open_place(place)
    use(store)
    store.close()
    place.run("DELETE FROM line WHERE client_id = 'last'")
    return place


@pytest.fixture
def source(used: SqlitePlace, tmp_path: Path) -> SqlitePlace:
    """Return such a desk for a test alone."""
    return SqlitePlace(shutil.copytree(used.folder, tmp_path / "data"))


@pytest.fixture
def moved(source: SqlitePlace, target: PostgresqlPlace) -> Iterator[Store]:
    """Open the desk where it was copied to."""
    copy(url(source), target.database)
    store = open_place(target)
    yield store
    store.close()


def use(store: Store) -> None:
    """Use every table that a patient and staff fill."""
    rosa = store.accounts.add(username="rosa", name="Rosa Díaz", password_hash="a hash")
    store.accounts.open_session(rosa, token_hash="t1", expires_at=START.replace(year=2036))
    for n in range(250):
        store.inbox.accept(message(f"m{n}", conversation=f"c{n % 5}", text=f"Grüße {n} 😀 \ud800"))
    for line, decision in zip(store.inbox.unanswered()[:3], (CRISIS, BILLING, CRISIS), strict=True):
        store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue(recent=("a\0",)))
    case = store.cases.open_cases()[0]
    store.cases.reply(case.id, staff=rosa, text="I will call.", last_seen=store.conversations.latest())
    store.inbox.accept(message("last"))


def url(place: SqlitePlace) -> str:
    """Return the address of a desk's file."""
    return f"sqlite:///{place.folder / FILE_NAME}"


def tables(place: Place) -> dict[str, object]:
    """Return how many rows each table holds."""
    return {name: place.run(f'SELECT count(*) FROM "{name}"')[0][0] for name in metadata.tables}  # noqa: S608


def test_every_row_is_copied(source: SqlitePlace, moved: Store, target: PostgresqlPlace) -> None:
    """A desk reads the same from both."""
    left = open_place(source)
    for name in (f"c{n}" for n in range(5)):
        assert moved.conversations.lines(name) == left.conversations.lines(name)
        assert moved.conversations.dialogue(name) == left.conversations.dialogue(name)
    assert moved.cases.open_cases() == left.cases.open_cases()
    assert moved.inbox.unanswered() == left.inbox.unanswered()
    assert moved.accounts.password_hash("rosa") == left.accounts.password_hash("rosa")
    assert tables(target) == tables(source)
    left.close()


def test_what_was_copied_is_told(source: SqlitePlace, target: PostgresqlPlace) -> None:
    """Every table is counted."""
    counts = copy(url(source), target.database)
    assert {count.table: count.rows for count in counts} == tables(target)
    assert all(count.fingerprint != "0" * 16 for count in counts if count.rows)


def test_numbers_go_on_above_all_that_were_given(source: SqlitePlace, moved: Store) -> None:
    """The number of a row that is gone is not given again either."""
    (last,) = source.run("SELECT seq FROM sqlite_sequence WHERE name = 'line'")
    assert moved.inbox.accept(message("new")).line.number == int(str(last[0])) + 1
    assert moved.accounts.add(username="omar", name="Omar", password_hash="x").id == 2


def test_keys_that_we_do_not_know_stay(source: SqlitePlace, target: PostgresqlPlace) -> None:
    """A value that a newer version wrote is copied as it is stored."""
    source.run("""UPDATE conversation SET dialogue = '{"recent": [], "mood": {"blue": 0.1}}' WHERE id = 'c1'""")
    copy(url(source), target.database)
    assert target.run("SELECT dialogue FROM conversation WHERE id = 'c1'") == [({"recent": [], "mood": {"blue": 0.1}},)]


def test_a_target_with_rows_is_refused(source: SqlitePlace, moved: Store, target: PostgresqlPlace) -> None:
    """Nothing is mixed: also not with what a first copy brought."""
    assert moved.conversations.latest() > 0
    before = tables(target)
    with pytest.raises(StoreUnwritable, match=r"has rows in .* already and stays as it is"):
        copy(url(source), target.database)
    assert tables(target) == before


@pytest.mark.parametrize("statement", ["INSERT INTO conversation", "INSERT INTO line", "SELECT setval"])
def test_a_copy_that_is_killed_leaves_nothing(source: SqlitePlace, target: PostgresqlPlace, statement: str) -> None:
    """Killed before it ends, the target is as empty as a new one, and the copy can be made again."""
    open_place(target).close()
    empty = tables(target)
    source.database = target.database
    assert child("copy", source, statement).returncode == -signal.SIGKILL
    assert tables(target) == empty
    copy(url(source), target.database)
    assert tables(target) == tables(source)


def test_a_row_that_comes_out_different(source: SqlitePlace, target: PostgresqlPlace) -> None:
    """A copy that is not the same is undone."""
    open_place(target).close()
    empty = tables(target)
    target.run(
        "CREATE FUNCTION alter_it() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.text = replace(NEW.text, '249', '250'); RETURN NEW; END $$"
    )
    target.run("CREATE TRIGGER alter_it BEFORE INSERT ON line FOR EACH ROW EXECUTE FUNCTION alter_it()")
    with pytest.raises(StoreError, match="differs from its source"):
        copy(url(source), target.database)
    assert tables(target) == empty


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("data/frontdesk.sqlite3", ConfigurationError),
        ("sqlite://", ConfigurationError),
        (f"postgresql://u:{HUSH}@127.0.0.1/x", ConfigurationError),
        ("sqlite:////nowhere/desk.sqlite3", StoreUnusable),
    ],
)
def test_a_source_that_is_none(source: str, kind: type[FrontDeskError]) -> None:
    """It is refused before the target is looked at, without quoting a password."""
    with pytest.raises(kind) as refused:
        copy(source, f"postgresql://u:{HUSH}@127.0.0.1:1/x")
    assert HUSH not in str(refused.value)
