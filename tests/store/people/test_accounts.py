from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import AccountError
from bot.model import Role
from bot.store.people.sessions import USE_NOTED_EVERY
from tests.store.parts import START, HandClock
from tests.store.places import open_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import StaffMember
    from bot.ports import Accounts
    from bot.store import Store
    from tests.store.places import Place

HOUR = timedelta(hours=1)


def test_the_first_account(store: Store) -> None:
    """An empty store has nobody; an account that was added can be found by its name."""
    assert not store.accounts.has_staff()
    rosa = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="argon")
    assert store.accounts.has_staff()
    assert (rosa.username, rosa.name) == ("rosa", "Rosa Diaz")
    assert store.accounts.password_hash("rosa") == (rosa, "argon")


def test_an_unknown_or_disabled_account_has_no_hash(store: Store, staff: StaffMember, place: Place) -> None:
    """Both look the same to who signs in; a disabled account ends its sessions too."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + HOUR)
    place.run("UPDATE staff SET disabled_at = '2026-11-23 15:00:00.000000'")
    assert store.accounts.password_hash("nobody") is None
    assert store.accounts.password_hash("rosa") is None
    assert store.accounts.session("t1") is None


def test_a_username_is_taken_once(store: Store, staff: StaffMember) -> None:
    """A second account of that name is refused with a mend, and the first one stays as it was."""
    with pytest.raises(AccountError, match="choose another username"):
        store.accounts.add(username=staff.username, name="Another", password_hash="x")
    assert store.accounts.password_hash(staff.username) == (staff, "a hash")


def test_a_new_hash_replaces_the_old_one(store: Store, staff: StaffMember) -> None:
    """A changed password is the account's from then on, and nobody else's."""
    other = store.accounts.add(username="omar", name="Omar", password_hash="his")
    store.accounts.renew_hash(staff, old="a hash", new="new")
    assert store.accounts.password_hash("rosa") == (staff, "new")
    assert store.accounts.password_hash("omar") == (other, "his")


def test_a_late_new_hash_never_brings_an_old_password_back(store: Store, staff: StaffMember) -> None:
    """Who signed in with the old password while it was being changed renews nothing."""
    store.accounts.set_password("rosa", password_hash="changed")
    store.accounts.renew_hash(staff, old="a hash", new="the old password, renewed")
    assert store.accounts.password_hash("rosa") == (staff, "changed")


@pytest.mark.parametrize(
    ("asked", "first", "second"),
    [(None, Role.ADMIN, Role.AGENT), (Role.ADMIN, Role.ADMIN, Role.ADMIN)],
)
def test_the_first_account_is_admin(store: Store, asked: Role | None, first: Role, second: Role) -> None:
    """Who comes later and gets no role is an agent."""
    made = [store.accounts.add(username=name, name=name, password_hash="-", role=asked) for name in ("a", "b")]
    assert [each.role for each in made] == [first, second]


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_without_an_admin_nobody_else_is_added(store: Store, role: Role) -> None:
    """Otherwise nobody could keep the accounts."""
    with pytest.raises(AccountError, match="role admin"):
        store.accounts.add(username="a", name="A", password_hash="-", role=role)
    assert not store.accounts.has_staff()


def test_a_one_time_password_runs_out(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """It works before its time is over, and says that it has to be changed; one that was changed lasts."""
    store.accounts.set_password("rosa", password_hash="once", one_time_for=HOUR)
    known = store.accounts.password_hash("rosa")
    assert known is not None
    assert known[0].must_change_password
    clock.move(hours=1)
    assert store.accounts.password_hash("rosa") is None
    store.accounts.set_password("rosa", password_hash="for good")
    assert store.accounts.password_hash("rosa") == (staff, "for good")


CHANGES = {
    "role": lambda accounts: accounts.set_role("rosa", Role.LEAD),
    "disable": lambda accounts: accounts.disable("rosa"),
    "password": lambda accounts: accounts.set_password("rosa", password_hash="new"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_account_is_signed_out(
    store: Store, staff: StaffMember, change: Callable[[Accounts], StaffMember]
) -> None:
    """Every session of it ends, nobody else's, and enabling brings none back."""
    omar = store.accounts.add(username="omar", name="Omar", password_hash="-", role=Role.ADMIN)
    for owner, token in ((staff, "t1"), (staff, "t2"), (omar, "t3")):
        store.accounts.open_session(owner, token_hash=token, expires_at=START + HOUR)
    change(store.accounts)
    store.accounts.enable("rosa")
    assert [store.accounts.session(token) for token in ("t1", "t2", "t3")] == [None, None, omar]


def test_two_admins_cannot_demote_each_other(store: Store, place: Place) -> None:
    """However many processes change accounts at once, one admin stays."""
    names = [f"a{number}" for number in range(6)]
    for name in names:
        store.accounts.add(username=name, name=name, password_hash="-", role=Role.ADMIN)
    stores = [open_place(place) for _ in names]
    with ThreadPoolExecutor(len(names)) as pool:
        done = list(pool.map(_is_demoted, stores, names))
    for each in stores:
        each.close()
    assert sorted(done) == [False] + [True] * 5
    assert [a.staff.role for a in store.accounts.everyone()].count(Role.ADMIN) == 1


def _is_demoted(store: Store, username: str) -> bool:
    try:
        store.accounts.set_role(username, Role.AGENT)
    except AccountError:
        return False
    return True


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
    store: Store, staff: StaffMember, clock: HandClock, place: Place
) -> None:
    """A page that asks every second does not write every second."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + HOUR)
    noted = []
    for _ in range(3):
        clock.move(seconds=USE_NOTED_EVERY.total_seconds() / 2)
        store.accounts.session("t1")
        noted += place.run("SELECT used_at FROM staff_session")
    assert [str(at)[11:19] for (at,) in noted] == ["15:00:00", "15:01:00", "15:01:00"]


def test_a_session_that_is_not_used_ends(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """It is known only while it was used after the given moment; looking at it without using it does not count."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + 9 * HOUR)
    clock.move(minutes=50)
    assert store.accounts.session("t1", used_after=clock.time - HOUR) == staff
    clock.move(minutes=50)
    assert store.accounts.session("t1", used_after=clock.time - HOUR, is_use=False) == staff
    clock.move(minutes=10)
    assert store.accounts.session("t1", used_after=clock.time - HOUR) is None
    assert store.accounts.sessions(staff, used_after=clock.time - HOUR) == ()


def test_a_person_s_sessions_are_listed(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """The last used first, those of nobody else, none that has ended."""
    omar = store.accounts.add(username="omar", name="Omar", password_hash="-")
    for owner, token, hours in ((staff, "t1", 1), (staff, "t2", 9), (omar, "t3", 9), (staff, "t4", 9)):
        store.accounts.open_session(owner, token_hash=token, expires_at=START + hours * HOUR, browser=f"B {token}")
        clock.move(minutes=20)
    store.accounts.session("t2")
    found = store.accounts.sessions(staff, used_after=START)
    assert [(one.token_hash, one.browser) for one in found] == [("t2", "B t2"), ("t4", "B t4")]
    assert (found[0].opened_at, found[0].used_at) == (START + HOUR / 3, clock.time)


def test_a_person_ends_own_sessions_only(store: Store, staff: StaffMember) -> None:
    """One of them, or all."""
    omar = store.accounts.add(username="omar", name="Omar", password_hash="-")
    for owner, token in ((staff, "t1"), (staff, "t2"), (omar, "t3")):
        store.accounts.open_session(owner, token_hash=token, expires_at=START + HOUR)
    store.accounts.close_sessions(staff, only="t3")
    store.accounts.close_sessions(staff, only="t1")
    assert [store.accounts.session(token) for token in ("t1", "t2", "t3")] == [None, staff, omar]
    store.accounts.close_sessions(staff)
    assert [store.accounts.session(token) for token in ("t1", "t2", "t3")] == [None, None, omar]


def test_ended_sessions_are_forgotten(store: Store, staff: StaffMember, clock: HandClock, place: Place) -> None:
    """The next sign-in removes the rows of sessions that have expired."""
    store.accounts.open_session(staff, token_hash="t1", expires_at=START + HOUR)
    clock.move(hours=1)
    store.accounts.open_session(staff, token_hash="t2", expires_at=START + 2 * HOUR)
    assert place.run("SELECT token_hash FROM staff_session") == [("t2",)]
