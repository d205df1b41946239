from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.store import FILE_NAME, open_store
from tests.store.parts import message

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a desk that has one message."""
    folder = tmp_path / "data"
    store = open_store(folder)
    store.inbox.accept(message())
    store.close()
    use(folder, monkeypatch)
    return folder


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the desk's folder."""
    monkeypatch.setenv("FRONTDESK_DATA", str(folder))


def run(*arguments: str) -> tuple[int, str, str]:
    """Return how `db` ended and what it said."""
    ended = CliRunner().invoke(main, ["db", *arguments])
    return ended.exit_code, ended.stdout, ended.stderr


def test_upgrade(data: Path) -> None:
    """It says that all is well."""
    assert run("upgrade") == (0, "The database is up to date.\n", "")
    assert (data / FILE_NAME).exists()


def test_a_backup_can_be_restored(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of another name, once: what is there stays."""
    backup = tmp_path / "copy.sqlite3"
    assert run("backup", str(backup))[0] == 0
    assert run("backup", str(backup)) == (2, "", f"{backup} is there already and stays as it is: {ELSEWHERE}\n")
    use(tmp_path / "restored", monkeypatch)
    assert run("restore", str(backup)) == (0, "Restored. Start the desk to go on with it.\n", "")
    file = tmp_path / "restored" / FILE_NAME
    assert run("restore", str(backup)) == (2, "", f"{file} is there already and stays as it is: {ELSEWHERE}\n")
    assert (data / FILE_NAME).exists()
    store = open_store(tmp_path / "restored")
    assert len(store.inbox.unanswered()) == 1
    store.close()


ELSEWHERE = "choose another place, or move it away"


@pytest.mark.parametrize("where", [(), ("postgresql://u:canary@127.0.0.1:1/desk",)], ids=["setting", "argument"])
def test_copy_needs_a_server(data: Path, monkeypatch: pytest.MonkeyPatch, where: tuple[str, ...]) -> None:
    """One line says what is missing, without a password."""
    monkeypatch.setenv("FRONTDESK_DATABASE", "" if where else "postgresql://u:canary@127.0.0.1:1/desk")
    code, said, problem = run("copy", f"sqlite:///{data / FILE_NAME}", *where)
    assert (code, said, problem.count("\n")) == (2, "", 1)
    assert problem.startswith("FRONTDESK_DATABASE: desk at 127.0.0.1:1: it cannot be reached")
    assert "canary" not in problem
