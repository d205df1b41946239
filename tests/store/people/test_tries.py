from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.tries import FREELY, Allowance
from tests.store.child import child
from tests.store.places import Place, open_place

if TYPE_CHECKING:
    from bot.store import Store
    from tests.store.parts import HandClock

EVERY = timedelta(seconds=30)
NAME = Allowance(key="name rosa", at_once=3, every=EVERY)
ADDRESS = Allowance(key="address 192.0.2.1", at_once=5, every=timedelta(seconds=6))


def test_tries_are_counted_for_every_process_and_through_restarts(place: Place, clock: HandClock) -> None:
    """What two stores have spent together is spent, and a third that opens later knows it; then time helps."""
    first, second = open_place(place, clock), open_place(place, clock)
    assert [one.tries.wait(NAME) for one in (first, second, first)] == [FREELY] * 3
    assert second.tries.wait(NAME) == EVERY
    first.close()
    second.close()
    later = open_place(place, clock)
    assert later.tries.wait(NAME) == EVERY
    clock.move(seconds=30)
    assert later.tries.wait(NAME) == FREELY
    assert later.tries.wait(NAME) == EVERY
    later.close()


def test_processes_that_try_at_once_have_no_more_tries_than_one(place: Place) -> None:
    """Four processes race for twenty tries at one name: three are let through, whoever made them."""
    with ThreadPoolExecutor(4) as threads:
        ended = list(threads.map(lambda _: child("try", place, "5"), range(4)))
    assert [one.stderr for one in ended] == [""] * 4
    assert sum(int(one.stdout) for one in ended) == 3


def test_a_refusal_spends_nothing(store: Store) -> None:
    """A name that has run out does not use up its address, for others who share it; the longest wait is told."""
    for _ in range(3):
        assert store.tries.wait(NAME, ADDRESS) == FREELY
    assert [store.tries.wait(NAME, ADDRESS) for _ in range(20)] == [EVERY] * 20
    other = Allowance(key="name ben", at_once=3, every=EVERY)
    assert [store.tries.wait(other, ADDRESS) for _ in range(3)] == [FREELY, FREELY, timedelta(seconds=6)]


def test_what_is_worth_nothing_is_forgotten(place: Place, store: Store, clock: HandClock) -> None:
    """The table holds who tried within minutes, so that trying many names fills no disk."""
    for n in range(10):
        store.tries.wait(Allowance(key=f"name {n}", at_once=3, every=EVERY))
    assert place.run("SELECT count(*) FROM tried") == [(10,)]
    clock.move(seconds=31)
    store.tries.wait(NAME)
    assert place.run("SELECT count(*) FROM tried") == [(1,)]


def test_no_name_and_no_address_is_stored(place: Place, store: Store) -> None:
    """A password that was typed into the field for the name is not in the database."""
    store.tries.wait(Allowance(key="name correct horse \ud800", at_once=3, every=EVERY), ADDRESS)
    rows = place.run("SELECT key FROM tried")
    assert {len(str(key)) for (key,) in rows} == {64}
    assert len(rows) == 2
