"""The loop: over a real store, with a real service, through failures and deaths."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
import pytest
from structlog.testing import capture_logs

from bot.errors import StoreUnwritable
from bot.paging.notify import Notifier, notifier
from bot.paging.pager import Pager
from bot.store import Store, open_store
from tests.store.paging import NURSE, REACH, in_danger, notices
from tests.store.parts import HandClock

if TYPE_CHECKING:
    from bot.pages import Place
    from bot.paging.text import Text
    from tests.paging.conftest import Urls
    from tests.paging.service import Service

ROOT = Path(__file__).parents[2]
NURSE_PATHS = ["/nurse-1", "/nurse-2"]


def pager_of(store: Store, notify: Notifier) -> Pager:
    """Return a pager of this store."""
    return Pager(store.timers, store.pages, notify, clinic=REACH.clinic, staff_page="https://desk.clinic.example/staff")


@pytest.fixture
def pager(store: Store, urls: Urls) -> Pager:
    """Return a pager that calls the service."""
    return pager_of(store, notifier(urls))


async def test_someone_in_danger_is_paged_for_until_a_person_has_seen_it(
    store: Store, pager: Pager, service: Service, clock: HandClock
) -> None:
    """From the message to the service and back: rung by rung, and no further page after the acknowledgement."""
    staff = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="x")
    clock.time = clock.time.replace(hour=6)
    case = in_danger(store)
    for expected in (NURSE_PATHS, [], NURSE_PATHS):
        pager.fire()
        await pager.send()
        assert sorted(service.taken()) == expected
        clock.move(minutes=1)
    store.cases.acknowledge(case.id, staff=staff)
    clock.move(hours=1)
    pager.fire()
    await pager.send()
    assert service.taken() == []


async def test_a_place_that_fails_is_tried_again_and_holds_up_nobody(
    store: Store, pager: Pager, service: Service, clock: HandClock
) -> None:
    """The other place gets its page at once; the failure is logged by name, without an address."""
    clock.time = clock.time.replace(hour=6)
    in_danger(store)
    service.refuses = {"/nurse-1"}
    pager.fire()
    with capture_logs() as logs:
        await pager.send()
    assert sorted(service.taken()) == NURSE_PATHS
    assert [(log["event"], log["error"]) for log in logs] == [("page.failed", "Failure")]
    assert "s3cret" not in str(logs)
    service.refuses = set()
    clock.move(seconds=5)
    await pager.send()
    assert service.taken() == ["/nurse-1"]
    assert notices(store) == []


async def test_where_every_place_fails_staff_and_patient_learn_it(
    store: Store, pager: Pager, service: Service, clock: HandClock
) -> None:
    """The staff page's health says so, and the patient reads that nobody was reached."""
    clock.time = clock.time.replace(hour=6)
    in_danger(store)
    service.refuses = {"/nurse-1"}
    service.hangs = {"/nurse-2"}
    pager.fire()
    await pager.send()
    assert notices(store) == ["**The alert did not get through to our staff.**"]
    assert "on-call nurse (destination 2)" in store.pages.health().problem


async def test_the_day_is_tested_over_the_whole_way(store: Store, pager: Pager, service: Service) -> None:
    """Marked TEST, to everybody on call."""
    pager.fire()
    await pager.send()
    posts = [service.posts.get_nowait() for _ in range(3)]
    assert sorted(path for path, _ in posts) == ["/backup", *NURSE_PATHS]
    assert all(body["title"].startswith("TEST") for _, body in posts)
    assert not store.pages.health().problem


@pytest.mark.parametrize(
    ("point", "before"), [("queued", []), ("taken", []), ("sent", NURSE_PATHS)], ids=["queued", "taken over", "sent"]
)
async def test_a_killed_process_leaves_no_page_unsent(
    folder: Path, service: Service, urls: Urls, point: str, before: list[str]
) -> None:
    """Another process sends it a minute later at the latest; at worst twice, never not at all."""
    addresses = [service.url(path) for path in NURSE_PATHS]
    command = [sys.executable, "-m", "tests.paging.child", str(folder), point, *addresses]
    ended = await anyio.run_process(command, cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert sorted(service.taken()) == before
    clock = HandClock()
    clock.move(seconds=60)
    from_disk = open_store(folder, clock, reach=REACH)
    await pager_of(from_disk, notifier(urls)).send()
    assert sorted(service.taken()) == NURSE_PATHS
    await pager_of(from_disk, notifier(urls)).send()
    assert service.taken() == []
    from_disk.close()


class Broken:
    """A store's ports that fail the first time they are asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.has_refused = False
        self.is_asked_again = Event()

    def fire(self) -> int:
        """Refuse once."""
        if not self.has_refused:
            self.has_refused = True
            raise StoreUnwritable("the disk is full; free some space")
        self.is_asked_again.set()
        return self._store.timers.fire()


class Raising:
    """A service that breaks in a way nobody foresaw, with an address in its error."""

    def send(self, place: Place, text: Text) -> str | None:
        """Break."""
        raise RuntimeError("json://desk:s3cret@127.0.0.1", place, text)


async def test_a_service_that_breaks_is_a_failure_by_name(store: Store, clock: HandClock) -> None:
    """Only the error's name is kept."""
    clock.time = clock.time.replace(hour=6)
    in_danger(store)
    pager = pager_of(store, Raising())
    pager.fire()
    await pager.send()
    assert {page.error for page in store.pages.last()} == {"RuntimeError"}


async def test_it_goes_on_whatever_fails(store: Store, urls: Urls, service: Service) -> None:
    """A database that refuses once delays the pages by one step; the loop sends them and ends when it is cancelled."""
    in_danger(store)
    broken = Broken(store)
    pager = Pager(broken, store.pages, notifier(urls), clinic=REACH.clinic, staff_page="https://x.example/staff")
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(pager.run)
            found: list[str] = []
            while not set(NURSE_PATHS) <= set(found):
                found += await anyio.to_thread.run_sync(lambda: [service.posts.get(timeout=20)[0]])
            assert await anyio.to_thread.run_sync(broken.is_asked_again.wait, 20)
            tasks.cancel_scope.cancel()
    assert NURSE in {page.place.role for page in store.pages.last()}
