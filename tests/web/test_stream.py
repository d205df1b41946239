from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from bot.settings import Settings
from tests.web.client import Client
from tests.web.site import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

    from tests.web.site import Site


def events(stream: HTTPResponse) -> Iterator[str]:
    """Yield the events' ids as they come."""
    for line in stream:
        if line.startswith(b"id: "):
            yield line.decode().removeprefix("id: ").strip()


def test_the_stream_replays_and_follows(site: Site, visitor: Client) -> None:
    """A stream begins after the line the browser saw last and then brings each line once, numbered as stored."""
    first, second = (line["number"] for line in visitor.say("hello").json()["lines"])
    with visitor.opened("GET", f"/events?after={first}", None, {}) as stream:
        assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
        found = events(stream)
        assert next(found) == str(second)
        line = site.desk.staff_reply(visitor.conversation, "Good morning.")
        assert next(found) == str(line.number)
    with visitor.opened("GET", "/events?after=0", None, {"last-event-id": str(second)}) as stream:
        assert next(events(stream)) == str(line.number)


def test_a_stream_without_a_visitor_stays_shut(site: Site) -> None:
    """Without a cookie there is nothing to follow, and the browser is told not to try again."""
    assert Client(url=site.url).get("/events").status == 204


def test_a_stopping_server_ends_its_streams() -> None:
    """A server told to stop does not wait for open pages, and says on its way that it takes nothing more."""
    with running(Settings(_env_file=None)) as site:
        visitor = Client(url=site.url)
        visitor.get("/")
        with visitor.opened("GET", "/events", None, {}) as stream:
            assert stream.readline().startswith(b"retry:")
            site.server.should_exit = True
            rest = list(takewhile(bool, iter(stream.readline, b"")))
    assert rest in ([b"\n"], [b"\n", b"event: beat\n", b"data:\n", b"\n"])


def test_alive_and_ready_are_not_the_same(site: Site, visitor: Client) -> None:
    """While the store is down the process lives but takes no messages."""
    asked = ("/healthz", "/readyz", "/readyz/pages")
    assert [visitor.get(path).status for path in asked] == [200, 200, 200]
    site.desk.is_broken = True
    assert [visitor.get(path).status for path in asked] == [200, 503, 503]
