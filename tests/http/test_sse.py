from __future__ import annotations

import pytest
from starlette.requests import Request

from bot.http.sse import Event, seen_last


def request(query: bytes = b"", last: bytes | None = None) -> Request:
    """Return a request for the stream."""
    headers = [] if last is None else [(b"last-event-id", last)]
    return Request({"type": "http", "query_string": query, "headers": headers})


@pytest.mark.parametrize(
    ("event", "wire"),
    [
        (Event(id=3, data="hello"), "id: 3\nevent: message\ndata: hello\n\n"),
        (Event(id=4, data="a\nb\r\nc"), "id: 4\nevent: message\ndata: a\ndata: b\ndata: c\n\n"),
        (Event(id=5, data="", name="gone"), "id: 5\nevent: gone\ndata: \n\n"),
    ],
)
def test_an_event_on_the_wire(event: Event, wire: str) -> None:
    """Every line of the data has its own prefix, so that no text can forge an event."""
    assert event.encode() == wire


@pytest.mark.parametrize(
    ("query", "last", "number"),
    [
        (b"", None, 0),
        (b"after=12", None, 12),
        (b"after=12", b"40", 40),
        (b"after=-1", None, 0),
        (b"after=x", None, 0),
        (b"after=", None, 0),
        (b"after=\xc2\xb2", None, 0),
        (b"after=" + b"9" * 40, None, 2**63 - 1),
    ],
)
def test_where_a_stream_begins(query: bytes, last: bytes | None, number: int) -> None:
    """A reconnecting browser's Last-Event-ID goes before the address; nonsense begins at the beginning."""
    assert seen_last(request(query, last)) == number
