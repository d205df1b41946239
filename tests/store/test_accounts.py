from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from bot.store.sessions import USE_NOTED_EVERY
from tests.store.parts import START, HandClock

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import StaffMember
    from bot.store import Store

HOUR = timedelta(hours=1)


def run(file: Path, statement: str) -> list[tuple[object, ...]]:
    """Run a statement on the file beside the store, as an operator would."""
    connection = sqlite3.connect(file)
    try:
        with connection:
            return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_the_first_account(store: Store) -> None:
    """An empty store has nobody; an account that was added can be found by its name."""
    assert not store.accounts.has_staff()
    rosa = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="argon")
    assert store.accounts.has_staff()
    assert (rosa.username, rosa.name) == ("rosa", "Rosa Diaz")
    assert store.accounts.password_hash("rosa") == (rosa, "argon")


def test_an_unknown_or_disabled_account_has_no_hash(store: Store, staff: StaffMember, file: Path) -> None:
    """Both look the same to who signs in; a disabled account ends its sessions too."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + HOUR)
    run(file, "UPDATE staff SET disabled_at = '2026-11-23 15:00:00.000000'")
    assert store.accounts.password_hash("nobody") is None
    assert store.accounts.password_hash("rosa") is None
    assert store.accounts.session("t1") is None


def test_a_username_is_taken_once(store: Store, staff: StaffMember) -> None:
    """A second account of that name is refused with a mend, and the first one stays as it was."""
    with pytest.raises(StoreError, match="choose another username"):
        store.accounts.add(username=staff.username, name="Another", password_hash="x")
    assert store.accounts.password_hash(staff.username) == (staff, "a hash")


def test_a_new_hash_replaces_the_old_one(store: Store, staff: StaffMember) -> None:
    """A changed password is the account's from then on, and nobody else's."""
    other = store.accounts.add(username="omar", name="Omar", password_hash="his")
    store.accounts.keep_password_hash(staff, password_hash="new")
    assert store.accounts.password_hash("rosa") == (staff, "new")
    assert store.accounts.password_hash("omar") == (other, "his")


def test_a_session_lives_until_it_expires(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """It is known by its token's hash, up to and not with the moment it expires."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + HOUR)
    assert store.accounts.session("t1") == staff
    assert store.accounts.session("t2") is None
    clock.move(minutes=59)
    assert store.accounts.session("t1") == staff
    clock.move(minutes=1)
    assert store.accounts.session("t1") is None


def test_a_session_ends_when_it_is_closed(store: Store, staff: StaffMember) -> None:
    """Signing out ends this session and no other; twice is once."""
    for token in ("t1", "t2"):
        store.accounts.open_session(staff, token_hash=token, expires_at=START + HOUR)
    store.accounts.close_session("t1")
    store.accounts.close_session("t1")
    assert store.accounts.session("t1") is None
    assert store.accounts.session("t2") == staff


def test_the_use_of_a_session_is_noted_to_the_minute(
    store: Store, staff: StaffMember, clock: HandClock, file: Path
) -> None:
    """A page that asks every second does not write every second."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + HOUR)
    noted = []
    for _ in range(3):
        clock.move(seconds=USE_NOTED_EVERY.total_seconds() / 2)
        store.accounts.session("t1")
        noted += run(file, "SELECT used_at FROM staff_session")
    assert [str(at)[11:19] for (at,) in noted] == ["15:00:00", "15:01:00", "15:01:00"]


def test_ended_sessions_are_forgotten(store: Store, staff: StaffMember, clock: HandClock, file: Path) -> None:
    """The next sign-in removes the rows of sessions that have expired."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + HOUR)
    clock.move(hours=1)
    store.accounts.open_session(staff, token_hash="t2", expires_at=START + 2 * HOUR)
    assert run(file, "SELECT token_hash FROM staff_session") == [("t2",)]
