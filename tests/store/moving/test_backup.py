"""Backups and restores of both databases, as an operator runs them: `python -m bot db …`."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError, StoreUnusable, StoreUnwritable
from bot.model import Dialogue
from bot.store import FILE_NAME, Store
from bot.store.moving.backup import back_up, restore
from tests.store.parts import CRISIS, REPLY, message
from tests.store.places import Place, another, open_place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.postgresql import Server


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Return the path of a file that is not there yet."""
    return tmp_path / "a backup.file"


@pytest.fixture
def elsewhere(place: Place, tmp_path: Path) -> Place:
    """Return an empty place of the same kind."""
    return another(place, tmp_path / "elsewhere")


def fill(store: Store) -> None:
    """Let some patients write and one be in crisis."""
    for n in range(30):
        store.inbox.accept(message(f"m{n}", conversation=f"c{n % 3}", text=f"Grüße {n} 😀"))
    line = store.inbox.unanswered()[0]
    store.conversations.record(line, decision=CRISIS, reply=REPLY, dialogue=Dialogue(recent=("a",)))


def holds(store: Store) -> object:
    """Return what a store holds, as a desk reads it."""
    lines = [store.conversations.lines(f"c{n}") for n in range(3)]
    return lines, store.cases.open_cases(), store.conversations.dialogue("c0"), store.inbox.unanswered()


def test_a_restored_backup_is_what_was_there(store: Store, place: Place, elsewhere: Place, backup: Path) -> None:
    """Rows that come while or after the backup is made are not in it; numbers go on; the desk went on all the time."""
    fill(store)
    before = holds(store)
    back_up(place.folder, database=place.database, to=backup)
    late = store.inbox.accept(message("late")).line
    restore(elsewhere.folder, database=elsewhere.database, backup=backup)
    restored = open_place(elsewhere)
    assert holds(restored) == before
    assert restored.inbox.accept(message("late")).line.number >= late.number
    restored.close()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert {path.name for path in backup.parent.iterdir() if path.is_file()} == {backup.name}


def test_a_file_that_is_there_is_kept(store: Store, place: Place, backup: Path) -> None:
    """An older backup is never lost to a newer one."""
    assert store.conversations.latest() == 0
    backup.write_text("older")
    with pytest.raises(StoreUnwritable, match="is there already"):
        back_up(place.folder, database=place.database, to=backup)
    assert backup.read_text() == "older"


def test_a_backup_into_nowhere(store: Store, place: Place, backup: Path) -> None:
    """The folder has to be there."""
    assert store.conversations.latest() == 0
    with pytest.raises(StoreUnwritable, match="No such file or directory"):
        back_up(place.folder, database=place.database, to=backup / "x")


def test_a_restore_overwrites_nothing(store: Store, place: Place, backup: Path) -> None:
    """A database that is there stays as it is."""
    fill(store)
    back_up(place.folder, database=place.database, to=backup)
    store.inbox.accept(message("late"))
    before = holds(store)
    with pytest.raises(StoreUnwritable, match="stays as it is"):
        restore(place.folder, database=place.database, backup=backup)
    assert holds(store) == before


def test_a_backup_of_the_other_kind(place: Place, backup: Path) -> None:
    """It is told apart before anything is touched."""
    backup.write_bytes(b"PGDMP..." if not place.database else b"SQLite format 3\0...")
    with pytest.raises(StoreUnusable, match="FRONTDESK_DATABASE"):
        restore(place.folder, database=place.database, backup=backup)


def test_a_backup_that_is_cut_off(store: Store, place: Place, elsewhere: Place, backup: Path) -> None:
    """Half a backup restores nothing: the next one, which is whole, can be."""
    fill(store)
    whole = backup.with_name("whole")
    back_up(place.folder, database=place.database, to=whole)
    backup.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pytest.raises(StoreError):
        restore(elsewhere.folder, database=elsewhere.database, backup=backup)
    restore(elsewhere.folder, database=elsewhere.database, backup=whole)
    restored = open_place(elsewhere)
    assert holds(restored) == holds(store)
    restored.close()


def test_a_backup_that_is_not_there(place: Place, backup: Path) -> None:
    """The file is named."""
    with pytest.raises(StoreUnusable, match=r"cannot read .*a backup\.file: No such file"):
        restore(place.folder, database=place.database, backup=backup)


def test_a_desk_that_is_not_there(folder: Path, backup: Path) -> None:
    """A backup of nothing is no backup; no empty database is made."""
    with pytest.raises(StoreUnusable, match="FRONTDESK_DATA"):
        back_up(folder, database="", to=backup)
    assert not folder.exists()
    assert not backup.exists()


@pytest.mark.usefixtures("file")
def test_a_log_that_was_left_behind(store: Store, place: Place, elsewhere: Place, backup: Path) -> None:
    """The log of a database that is gone would be read into the restored one."""
    fill(store)
    back_up(place.folder, database="", to=backup)
    elsewhere.folder.mkdir()
    (elsewhere.folder / f"{FILE_NAME}-wal").write_bytes(b"old")
    with pytest.raises(StoreUnwritable, match=r"-wal is there already"):
        restore(elsewhere.folder, database="", backup=backup)


@pytest.mark.usefixtures("server")
def test_without_the_programs(place: Place, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has to be installed is named."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(StoreError, match=r"pg_dump is missing: install .*postgresql-client"):
        back_up(place.folder, database=place.database, to=backup)


def test_a_server_that_says_no(place: Place, server: Server, backup: Path) -> None:
    """Its own first line says why, without the password."""
    with pytest.raises(StoreError, match=r'database "gone" does not exist$') as refused:
        back_up(place.folder, database=server.url("gone"), to=backup)
    assert "canary" not in str(refused.value)
    assert not backup.exists()
