from __future__ import annotations

from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.inbox.parts import CANARY, House, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def listening(visitor: Visitor, after: int = 0, last: str | None = None) -> Iterator[HTTPResponse]:
    """Open the live stream as the browser does."""
    connection = HTTPConnection(urlsplit(visitor.url).netloc, timeout=20)
    headers = {"cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}
    connection.request(
        "GET", f"/staff/events?after={after}", headers=headers | ({"last-event-id": last} if last else {})
    )
    yield connection.getresponse()
    connection.close()


def event(stream: HTTPResponse) -> dict[str, str]:
    """Read up to the next event."""
    fields: dict[str, str] = {}
    while text := stream.readline().decode():
        name, _, value = text.rstrip("\n").partition(": ")
        if name:
            fields[name] = value
        elif "event" in fields:
            break
        else:
            fields = {}
    return fields


def test_a_new_case_wakes_the_page(rosa: Visitor, house: House) -> None:
    """The event tells how many wait, and nothing of what was said."""
    with listening(rosa) as stream:
        case = house.wait_for(CANARY)
        told = event(stream)
        while told["data"] != "1":
            told = event(stream)
    assert told == {"id": str(house.store.conversations.latest()), "event": "changed", "data": "1"}
    assert case.id == 1


def test_what_was_missed_is_told_at_once(rosa: Visitor, house: House) -> None:
    """A page that was made, or was connected last, before a line hears of it on connecting."""
    house.wait_for("hello")
    latest = house.store.conversations.latest()
    with listening(rosa, after=latest - 1) as stream:
        assert event(stream)["id"] == str(latest)
    with listening(rosa, after=latest, last=str(latest - 1)) as stream:
        assert event(stream)["id"] == str(latest)


def test_the_stream_ends_with_the_session(rosa: Visitor, house: House) -> None:
    """Signed out elsewhere, or past its hours: the page is told, and hears no more."""
    house.wait_for("hello")
    with listening(rosa) as stream:
        assert event(stream)["event"] == "changed"
        house.clock.move(hours=house.settings.session_hours)
        house.say("more")
        assert event(stream)["event"] == "signed-out"
