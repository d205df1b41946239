"""What someone in danger reads of the alert is true when it is committed: sent, seen by whom, or nobody reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.frontdesk import FrontDesk
from bot.pages import Health
from bot.store import Store, open_store
from bot.triage.shipped import shipped
from tests.samples import FAQ
from tests.store.paging import REACH, sent
from tests.store.parts import HandClock, message
from tests.understood import understood

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Line, StaffMember

DYING, CHEST, LENGTH = "i want to die", "i have crushing chest pain and cannot breathe", "how long is a session"
SENT, FAILED = "I have sent an urgent alert", "I could not reach our staff"
FINE, BROKEN = Health(), Health(problem="Nobody.", is_reachable=False)
ATTENDED = Health(problem="Nobody.", is_reachable=False, is_attended=True)


@pytest.fixture
def clock() -> HandClock:
    """Return the desk's clock."""
    return HandClock()


@pytest.fixture
def store(tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    """Open an empty store of a desk that has people to call."""
    store = open_store(tmp_path / "data", clock, reach=REACH)
    yield store
    store.close()


@pytest.fixture
def staff(store: Store) -> StaffMember:
    """Return a person of the staff."""
    return store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="x")


def desk_of(store: Store, clock: HandClock, health: Health = FINE) -> FrontDesk:
    """Return a desk that can or cannot alert staff."""
    return FrontDesk(
        understood(FAQ, shipped()),
        inbox=store.inbox,
        conversations=store.conversations,
        clock=clock,
        health=lambda: health,
    )


def words(line: Line | None) -> str:
    """Return the words of a desk's line."""
    assert line
    return line.text


@pytest.mark.parametrize("text", [DYING, CHEST], ids=["crisis", "emergency"])
@pytest.mark.parametrize(
    ("health", "truth"),
    [
        pytest.param(FINE, SENT, id="someone can be paged"),
        pytest.param(ATTENDED, SENT, id="someone looks at the staff page"),
        pytest.param(BROKEN, FAILED, id="nobody"),
    ],
)
def test_an_alert_is_claimed_only_where_someone_can_get_it(
    store: Store, clock: HandClock, health: Health, text: str, truth: str
) -> None:
    """Where nobody can, the patient reads that; the case is paged all the same."""
    said = words(desk_of(store, clock, health).receive(message(text=text)))
    assert [claim for claim in (SENT, FAILED) if claim in said] == [truth]
    assert store.cases.open_cases()[0].paged_at


def test_who_has_seen_it_is_named_in_every_further_reply(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """From the acknowledgement on, until new danger calls staff anew."""
    desk = desk_of(store, clock)
    desk.receive(message("m1", text=DYING))
    (case,) = store.cases.open_cases()
    store.cases.acknowledge(case.id, staff=staff)
    assert "Rosa Diaz from our staff has seen the alert" in words(desk.receive(message("m2", text=LENGTH)))
    clock.move(minutes=11)
    assert SENT in words(desk.receive(message("m3", text="i will kill myself tonight")))


def test_nobody_is_named_before_somebody_has_seen_it(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """Being given the case is not having seen it, nor is a page that arrived."""
    desk = desk_of(store, clock)
    desk.receive(message("m1", text=DYING))
    (case,) = store.cases.open_cases()
    store.cases.assign(case.id, staff=staff, to=staff)
    assert len(sent(store)) == 2
    said = words(desk.receive(message("m2", text="i want to die now")))
    assert SENT in said
    assert "Rosa" not in said


@pytest.mark.parametrize(("health", "is_told"), [(FINE, False), (ATTENDED, True), (BROKEN, True)])
def test_the_first_screen_tells_whether_staff_can_be_alerted(
    store: Store, clock: HandClock, health: Health, *, is_told: bool
) -> None:
    """A signed-in person may be gone in a minute: the first screen counts on pages alone."""
    said = " ".join(desk_of(store, clock, health).greeting().paragraphs)
    assert ("staff cannot be alerted from this chat" in said) is is_told
