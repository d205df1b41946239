from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.visitor import Visitor, VisitorCookie

TOKEN = "A" * 43
OTHER = "B" * 43


def request(cookie: str = "") -> Request:
    """Return a request with this Cookie header."""
    return Request({"type": "http", "headers": [(b"cookie", cookie.encode())]})


def kept(cookie: VisitorCookie) -> str:
    """Return the Set-Cookie header for a new visitor."""
    response = Response()
    cookie.keep(response, Visitor(token=TOKEN, is_new=True))
    return response.headers["set-cookie"]


@pytest.mark.parametrize(
    ("is_secure", "is_framed", "header"),
    [
        (False, False, f"frontdesk_visitor={TOKEN}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"),
        (False, True, f"frontdesk_visitor={TOKEN}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"),
        (True, False, f"__Host-visitor={TOKEN}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure"),
        (
            True,
            True,
            f"__Host-visitor-framed={TOKEN}; Path=/; Max-Age=2592000; HttpOnly; SameSite=None; Partitioned; Secure",
        ),
    ],
    ids=["http", "http-framed", "https", "https-framed"],
)
def test_the_cookie(is_secure: bool, is_framed: bool, header: str) -> None:  # noqa: FBT001 - a table
    """No script reads it, no other site sends it; over https it is bound to this host, in a frame to that site."""
    assert kept(VisitorCookie(is_secure=is_secure, is_framed=is_framed)) == header


def test_a_known_visitor_is_not_told_again() -> None:
    """A token that the browser has is not sent again."""
    response = Response()
    VisitorCookie(is_secure=True, is_framed=False).keep(response, Visitor(token=TOKEN, is_new=False))
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "cookie", ["", "other=1", "__Host-visitor=", "__Host-visitor=short", f"__Host-visitor={TOKEN}%"]
)
def test_an_unusable_cookie_is_a_new_visitor(cookie: str) -> None:
    """Whatever is not one of our tokens opens nothing: a new one of 256 bits is drawn."""
    visitors = [VisitorCookie(is_secure=True, is_framed=False).read(request(cookie)) for _ in range(2)]
    assert [visitor.is_new for visitor in visitors] == [True, True]
    assert len({visitor.token for visitor in visitors} | {TOKEN}) == 3
    assert {len(visitor.token) for visitor in visitors} == {43}


def test_a_frame_shares_the_pages_chat_where_the_browser_lets_it() -> None:
    """On the clinic's own site the page's cookie comes along, and it wins over the frame's."""
    both = request(f"__Host-visitor-framed={OTHER}; __Host-visitor={TOKEN}")
    assert VisitorCookie(is_secure=True, is_framed=True).read(both).token == TOKEN
    assert VisitorCookie(is_secure=True, is_framed=False).read(both).token == TOKEN
    only_framed = request(f"__Host-visitor-framed={OTHER}")
    assert VisitorCookie(is_secure=True, is_framed=True).read(only_framed).token == OTHER
    assert VisitorCookie(is_secure=True, is_framed=False).read(only_framed).is_new


def test_ending_forgets_every_cookie_that_would_open_the_chat() -> None:
    """After the end neither the page's nor the frame's cookie is left."""
    response = Response()
    VisitorCookie(is_secure=True, is_framed=True).forget(response)
    assert [header.split(";")[0] for header in response.headers.getlist("set-cookie")] == [
        "__Host-visitor=",
        "__Host-visitor-framed=",
    ]
    assert all("Max-Age=0" in header for header in response.headers.getlist("set-cookie"))


def test_the_conversation_says_nothing_of_the_token() -> None:
    """Store and page hold hashes of the token: different, the same every time, and not the token."""
    visitor, other = Visitor(token=TOKEN, is_new=False), Visitor(token=OTHER, is_new=False)
    assert visitor.conversation == Visitor(token=TOKEN, is_new=True).conversation != other.conversation
    assert visitor.marker not in visitor.conversation
    assert TOKEN not in visitor.conversation + visitor.marker
