from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import AccountError

if TYPE_CHECKING:
    from bot.model import StaffMember
    from bot.store import Store


def test_a_person_acts_as_the_linked_account(store: Store, staff: StaffMember) -> None:
    """On the linked platform only, and as nobody without a link."""
    assert store.links.member("slack", "U1") is None
    assert store.links.link(staff.username, "slack", "U1") == staff
    assert store.links.member("slack", "U1") == staff
    assert store.links.member("discord", "U1") is None
    assert store.links.links() == ((staff.username, "slack", "U1"),)


def test_a_link_is_moved(store: Store, staff: StaffMember) -> None:
    """A person has one account at a time; an account may be reached from several platforms."""
    other = store.accounts.add(username="other", name="Other", password_hash="x")
    store.links.link(staff.username, "slack", "U1")
    store.links.link("other", "slack", "U1")
    store.links.link("other", "discord", "7")
    assert store.links.member("slack", "U1") == other
    assert store.links.links() == (("other", "discord", "7"), ("other", "slack", "U1"))


def test_a_disabled_account_is_nobody(store: Store, staff: StaffMember) -> None:
    """Who may not sign in may not act from elsewhere, from the next press on."""
    store.accounts.add(username="other", name="Other", password_hash="x")
    store.links.link("other", "slack", "U2")
    store.accounts.disable("other", by=staff)
    assert store.links.member("slack", "U2") is None


def test_a_link_is_ended(store: Store, staff: StaffMember) -> None:
    """What is not there cannot be linked or unlinked, and the error names it."""
    store.links.link(staff.username, "slack", "U1")
    store.links.unlink("slack", "U1")
    assert store.links.member("slack", "U1") is None
    with pytest.raises(AccountError, match="nobody is linked to U1 of slack"):
        store.links.unlink("slack", "U1")
    with pytest.raises(AccountError, match="there is no account nobody"):
        store.links.link("nobody", "slack", "U1")
