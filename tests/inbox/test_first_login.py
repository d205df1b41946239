from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreUnwritable
from bot.inbox.first_login import ensure_first_account
from bot.inbox.passwords import Passwords
from bot.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_hashes")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open a store without any account."""
    store = open_store(tmp_path / "data")
    yield store
    store.close()


def test_on_a_terminal_the_password_is_told_once(store: Store, tmp_path: Path) -> None:
    """The first start makes `admin` and gives the password back; the second start does nothing."""
    first = ensure_first_account(store.accounts, data=tmp_path / "data", is_terminal=True)
    assert first is not None
    assert first.password is not None
    assert (first.username, first.path) == ("admin", None)
    assert _fits(store, first.password)
    assert not (tmp_path / "data" / "first-login.txt").exists()
    assert ensure_first_account(store.accounts, data=tmp_path / "data", is_terminal=True) is None


def test_without_a_terminal_the_password_goes_into_a_private_file(store: Store, tmp_path: Path) -> None:
    """Only its owner may read the file, and the password is nowhere else."""
    first = ensure_first_account(store.accounts, data=tmp_path / "data", is_terminal=False)
    assert first is not None
    assert first.password is None
    assert first.path == tmp_path / "data" / "first-login.txt"
    assert stat.S_IMODE(first.path.stat().st_mode) == 0o600
    name, password = (line.split(": ")[1] for line in first.path.read_text().splitlines())
    assert name == "admin"
    assert _fits(store, password)


def test_an_old_file_is_replaced_not_followed(store: Store, tmp_path: Path) -> None:
    """A link that someone laid there does not lead the password elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("theirs")
    (tmp_path / "data" / "first-login.txt").symlink_to(elsewhere)
    first = ensure_first_account(store.accounts, data=tmp_path / "data", is_terminal=False)
    assert first is not None
    assert first.path is not None
    assert not first.path.is_symlink()
    assert elsewhere.read_text() == "theirs"


def test_a_file_that_cannot_be_written_makes_no_account(store: Store, tmp_path: Path) -> None:
    """Nobody is locked out of a desk whose password was lost: the next start tries again."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnwritable, match="FRONTDESK_DATA"):
        ensure_first_account(store.accounts, data=tmp_path / "file", is_terminal=False)
    assert not store.accounts.has_staff()


@pytest.mark.parametrize("is_terminal", [True, False])
def test_the_password_is_never_logged(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, is_terminal: bool
) -> None:
    """Neither in a log line nor in the value's own text."""
    caplog.set_level(logging.DEBUG)
    first = ensure_first_account(store.accounts, data=tmp_path / "data", is_terminal=is_terminal)
    assert first is not None
    written = first.path.read_text().split()[-1] if first.path else first.password
    assert written
    assert written not in caplog.text
    assert written not in repr(first)


def _fits(store: Store, password: str) -> bool:
    known = store.accounts.password_hash("admin")
    return known is not None and Passwords().is_right(password, known[1])
