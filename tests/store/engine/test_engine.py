from __future__ import annotations

import errno
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL

from bot.errors import StoreError, StoreUnusable, StoreUnwritable
from bot.model import Dialogue
from bot.store import FILE_NAME, Store, open_store
from bot.store.engine.opening import open_engine, open_sqlite
from bot.store.engine.place import file_system, refuse_network
from tests.store.parts import ANSWER, REPLY, HandClock, message

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def held(store: Store, file: Path) -> Iterator[sqlite3.Connection]:
    """Hold the write lock of a store that has one message, like a stuck program would."""
    store.inbox.accept(message())
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def impatient(file: Path) -> Store:
    """Open a store that waits for a lock only a moment."""
    return Store(open_sqlite(file, busy_seconds=0.05), HandClock())


def test_the_file_is_private(store: Store, folder: Path) -> None:
    """Folder, database and log are for the desk's user alone."""
    store.inbox.accept(message())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert {path.name for path in folder.iterdir()} >= {FILE_NAME, f"{FILE_NAME}-wal"}


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
    ],
)
def test_every_connection_keeps_what_is_committed(file: Path, pragma: str, value: object) -> None:
    """The settings hold on the first connection and on those made later."""
    engine = open_sqlite(file)
    with engine.connect() as one, engine.connect().execution_options(frontdesk_begin="BEGIN") as two:
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() for connection in (one, two)]
    engine.dispose()
    assert found == [value, value]


def test_a_database_in_memory_is_refused() -> None:
    """What cannot keep a log cannot keep a message."""
    with pytest.raises(StoreUnusable, match="journal_mode = memory"):
        open_engine(URL.create("sqlite"))


def test_opening_again_changes_nothing(store: Store, folder: Path) -> None:
    """The second start finds the schema up to date and every row."""
    line = store.inbox.accept(message()).line
    store.close()
    again = open_store(folder)
    assert again.conversations.lines("c1") == (line,)
    again.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """The message names the folder's setting."""
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreUnwritable, match="FRONTDESK_DATA"):
        open_store(tmp_path / "taken" / "data")


def test_a_folder_where_the_file_should_be(folder: Path, file: Path) -> None:
    """A folder of the file's name is no database."""
    file.mkdir(parents=True)
    with pytest.raises(StoreUnwritable, match=os.strerror(errno.EISDIR)):
        open_store(folder)


def test_a_file_that_may_only_be_read(store: Store, file: Path) -> None:
    """A desk that could not store the first message does not start."""
    store.close()
    url = URL.create("sqlite", database=f"file:{file}", query={"mode": "ro", "uri": "true"})
    with pytest.raises(StoreUnwritable, match="may only be read"):
        open_engine(url)


@pytest.mark.parametrize(
    "content", [b"this is not a database, it is a letter\n" * 200, os.urandom(8192)], ids=["text", "noise"]
)
def test_a_file_that_is_no_database(folder: Path, file: Path, content: bytes) -> None:
    """It is refused and left as it was."""
    folder.mkdir()
    file.write_bytes(content)
    with pytest.raises(StoreUnusable, match="not a database") as refused:
        open_store(folder)
    assert str(refused.value).startswith(f"{file}: ")
    assert file.read_bytes() == content


def test_another_programs_database(folder: Path, file: Path) -> None:
    """A database with other tables is refused and left as it was."""
    folder.mkdir()
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(StoreUnusable, match="another program"):
        open_store(folder)
    assert file.read_bytes() == before


def test_a_newer_versions_database(store: Store, folder: Path, file: Path) -> None:
    """A schema that this version does not know is not touched."""
    store.close()
    other = sqlite3.connect(file)
    with other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    with pytest.raises(StoreUnusable, match="newer version"):
        open_store(folder)


def test_a_damaged_file(store: Store, folder: Path, file: Path) -> None:
    """Flipped bytes in the middle of the file stop the start."""
    for n in range(50):
        store.inbox.accept(message(f"m{n}", text="x" * 2000))
    store.close()
    content = bytearray(file.read_bytes())
    middle = slice(len(content) // 3, 2 * len(content) // 3)
    content[middle] = bytes(255 - byte for byte in content[middle])
    file.write_bytes(content)
    with pytest.raises(StoreUnusable, match="restore the last backup"):
        open_store(folder)


def test_a_lock_that_is_held_for_long(held: sqlite3.Connection, store: Store, file: Path) -> None:
    """Nothing is acknowledged while another program holds the file; reading goes on, and so does writing afterwards."""
    held.execute("ROLLBACK")
    waiting = impatient(file)
    held.execute("BEGIN IMMEDIATE")
    (line,) = waiting.inbox.unanswered()
    with pytest.raises(StoreUnwritable, match="another program holds the database"):
        waiting.inbox.accept(message("m2"))
    with pytest.raises(StoreUnwritable):
        waiting.conversations.record(line, decision=ANSWER, reply=REPLY, dialogue=Dialogue())
    assert waiting.inbox.unanswered() == (line,)
    held.execute("ROLLBACK")
    assert waiting.inbox.accept(message("m2")).is_new
    assert len(store.inbox.unanswered()) == 2
    waiting.close()


def test_a_lock_at_the_start(held: sqlite3.Connection, file: Path) -> None:
    """A desk that cannot write at its start says why."""
    assert held.in_transaction
    with pytest.raises(StoreUnwritable, match="another program holds the database"):
        impatient(file)


@pytest.fixture
def reader(folder: Path, file: Path) -> Iterator[sqlite3.Connection]:
    """Hang in the middle of reading a file that has no write-ahead log yet."""
    open_store(folder).close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM line").fetchone()
    yield other
    other.close()


def test_a_log_that_cannot_be_switched_on(reader: sqlite3.Connection, file: Path) -> None:
    """A reader that hangs in a file of the old kind keeps the log off: the desk does not start without it."""
    assert reader.in_transaction
    with pytest.raises(StoreError):
        impatient(file)


def test_a_log_that_waits_for_a_reader(reader: sqlite3.Connection, file: Path) -> None:
    """The start waits until the reader has ended, as every other writer would."""
    with ThreadPoolExecutor(1) as threads:
        opening = threads.submit(open_sqlite, file)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.3)
        reader.execute("ROLLBACK")
        engine = opening.result()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    engine.dispose()


MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/share /mnt/nas nfs4 rw 0 0
/dev/vdb /mnt/nas/local ext4 rw 0 0
//nas/x /mnt/two\\040words cifs rw 0 0
/dev/vdc /twice ext4 rw 0 0
nas:/other /twice nfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/data", "ext4"),
        ("/mnt/nas", "nfs4"),
        ("/mnt/nas/deep/data", "nfs4"),
        ("/mnt/nas/local/data", "ext4"),
        ("/mnt/nasty", "ext4"),
        ("/mnt/two words/data", "cifs"),
        ("/twice/data", "nfs"),
    ],
)
def test_the_file_system_of_a_folder(folder: str, kind: str) -> None:
    """The nearest mount tells, and of two on one place the later."""
    assert file_system(Path(folder), MOUNTS) == kind


def test_a_network_file_system_is_refused(tmp_path: Path) -> None:
    """A write-ahead log needs memory that every process shares: no network disk has it."""
    mounts = f"{MOUNTS}nas:/share {tmp_path} nfs4 rw 0 0\n"
    with pytest.raises(StoreUnusable, match=r"network file system \(nfs4\): set FRONTDESK_DATA"):
        refuse_network(tmp_path / "data", mounts=mounts)


@pytest.mark.parametrize("mounts", ["", MOUNTS])
def test_a_local_or_unknown_file_system_is_not(tmp_path: Path, mounts: str) -> None:
    """Where the machine does not tell, the folder is taken."""
    refuse_network(tmp_path / "data", mounts=mounts)
    assert file_system(tmp_path, mounts) not in {"nfs4", "cifs"}
