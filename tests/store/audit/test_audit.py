from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import psycopg
import pytest

from bot.model import Dialogue, Resolution, Role
from bot.ports import Growth
from bot.store.audit import About, Kind, append
from bot.store.audit.verify import Head
from tests.store.parts import ANSWER, BILLING, CANARY, CRISIS, REPLY, START, HandClock, message

if TYPE_CHECKING:
    from bot.model import StaffMember
    from bot.store import Store
    from tests.store.places import Place

_SQLITE = ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
_POSTGRESQL = ("ALTER TABLE audit DISABLE TRIGGER audit_append_only",)


@pytest.fixture
def day(store: Store, staff: StaffMember, clock: HandClock) -> Store:
    """Return a store after a short day: an answer, a hand-off and its reply, a crisis closed, one that waits."""
    for name, decision in (("a", ANSWER), ("b", BILLING), ("c", CRISIS)):
        line = store.inbox.accept(message(conversation=name, text=CANARY)).line
        store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue())
        clock.move(minutes=1)
    crisis, billing = store.cases.open_cases()
    store.cases.reply(billing.id, staff=staff, text="It is covered.", last_seen=99)
    owned = store.inbox.accept(message("m2", conversation="b")).line
    store.conversations.record(owned, decision=ANSWER, reply=REPLY, dialogue=Dialogue())
    store.cases.contact(crisis.id, staff=staff)
    store.cases.resolve(crisis.id, staff=staff, resolution=Resolution.SPOKE)
    store.inbox.accept(message(conversation="d"))
    return store


def harmed(place: Place, *statements: str) -> None:
    """Change the database behind the store's back, as who owns it can."""
    for statement in (*(_POSTGRESQL if place.database else _SQLITE), *statements):
        place.run(statement)


def test_a_days_work_balances(day: Store) -> None:
    """Every message has one outcome but the one that waits; who wrote to a person got no reply of the desk's."""
    balance = day.audit.verify()
    assert balance.findings == ()
    assert (balance.messages, balance.waiting, balance.silent, balance.replies) == (5, 1, 1, 3)
    assert balance.outcomes == {"answer": 2, "crisis": 1, "handoff": 1}
    assert balance.head == day.audit.head()


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        pytest.param("DELETE FROM audit WHERE number = 4", "audit 4: missing", id="a deleted row"),
        pytest.param("UPDATE audit SET detail = '{}' WHERE number = 4", "audit 4: changed", id="a changed row"),
        pytest.param("DELETE FROM audit WHERE number > 9", "audit 10: cut off", id="a cut-off end"),
        pytest.param("UPDATE audit_head SET number = 3", "cut off, the head says", id="a head put back"),
        pytest.param("UPDATE line SET text = 'x' WHERE number = 1", "line 1: changed", id="changed words"),
        pytest.param("DELETE FROM line WHERE number = 9", "line 9: deleted", id="a deleted message"),
        pytest.param("DELETE FROM outcome WHERE line = 1", "outcome of line 1: deleted", id="a deleted outcome"),
        pytest.param("DELETE FROM line WHERE number = 2", "outcome of line 1: its reply is missing", id="a lost reply"),
        pytest.param("UPDATE \"case\" SET state = 'open'", "case 1: changed", id="a case put back"),
        pytest.param("UPDATE outcome SET disposition = 'answer'", "outcome of line 3: changed", id="another outcome"),
    ],
)
def test_what_was_changed_is_found(day: Store, place: Place, statement: str, finding: str) -> None:
    """Whoever owns the database can change it; nobody can change it unseen."""
    harmed(place, statement)
    assert any(finding in found for found in day.audit.verify().findings)


def test_a_cut_that_also_moves_the_head_is_found_by_a_head_kept_elsewhere(day: Store, place: Place) -> None:
    """The database alone cannot know of its own past; a head on other paper does."""
    kept = day.audit.head()
    ((before,),) = place.run(f"SELECT hash FROM audit WHERE number = {kept.number - 1}")  # noqa: S608
    harmed(
        place,
        f"DELETE FROM audit WHERE number = {kept.number}",  # noqa: S608
        f"UPDATE audit_head SET number = {kept.number - 1}, hash = '{before}'",  # noqa: S608
    )
    assert not [found for found in day.audit.verify().findings if found.startswith("audit")]
    assert f"audit {kept.number}: cut off, it was kept elsewhere" in day.audit.verify([kept]).findings


def test_a_chain_made_anew_is_found_by_a_head_kept_elsewhere(day: Store) -> None:
    """A head that was kept contradicts a chain that was sealed again."""
    other = Head(number=3, hash="f" * 64)
    assert "audit 3: not what was kept elsewhere" in day.audit.verify([other]).findings


@pytest.mark.parametrize("statement", ["UPDATE audit SET kind = 'x'", "DELETE FROM audit"])
def test_the_audit_refuses_to_be_changed(day: Store, place: Place, statement: str) -> None:
    """A slip, or a migration gone wrong, fails loudly: the database itself says no."""
    with pytest.raises((sqlite3.Error, psycopg.Error), match="never changed"):
        place.run(statement)
    assert day.audit.verify().findings == ()


def test_a_row_that_nobody_would_write_is_refused(day: Store, place: Place) -> None:
    """Outside of a transaction that seals its rows, an act fails instead of leaving no trace."""
    engine = place.engine()
    with engine.begin() as connection, pytest.raises(KeyError):
        append(connection, Kind.PAGE_TEST, About(), at=START)
    engine.dispose()
    assert day.audit.verify().findings == ()


def test_no_word_of_a_patient_is_in_the_audit(day: Store, place: Place) -> None:
    """What a patient wrote can be erased, and the audit stays."""
    assert day.audit.head().number > 0
    told = " ".join(str(row) for row in place.run("SELECT * FROM audit"))
    assert not [word for word in CANARY.split() if len(word) > 3 and word in told]


def test_what_has_happened_is_told_by_conversation(day: Store, staff: StaffMember) -> None:
    """Open pages wake for a line or a case of theirs; what is about no conversation wakes staff alone."""
    now = day.growth(None).number
    assert day.growth(now) == Growth(number=now)
    day.inbox.accept(message(conversation="e"))
    (case,) = day.cases.open_cases()
    day.cases.release(case.id, staff=staff)
    assert day.growth(now) == Growth(number=now + 2, conversations=frozenset({"e", "b"}))


def test_what_is_done_to_accounts_is_told(store: Store, staff: StaffMember, place: Place) -> None:
    """Who was added, changed and let in, and by whom; no name, password or hash."""
    store.accounts.set_role("rosa", Role.ADMIN)
    omar = store.accounts.add(username="omar", name="Omar", password_hash="a hash", by=staff)
    store.accounts.disable("omar", by=staff)
    store.accounts.set_password("rosa", password_hash="another hash", by=staff)
    store.accounts.open_session(staff, token_hash="t", expires_at=START)
    told = [(kind, by, json.loads(str(what))) for kind, by, what in place.run("SELECT kind, staff, detail FROM audit")]
    assert told == [
        ("account.changed", None, {"account": staff.id, "added": "admin"}),
        ("account.changed", None, {"account": staff.id, "role": "admin"}),
        ("account.changed", staff.id, {"account": omar.id, "added": "agent"}),
        ("account.changed", staff.id, {"account": omar.id, "disabled": True}),
        ("account.changed", staff.id, {"account": staff.id, "password": "own"}),
        ("account.signed-in", staff.id, {}),
    ]
    assert store.audit.verify().findings == ()
