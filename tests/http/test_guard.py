from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.datastructures import Headers

from bot.http.guard import is_own_site
from tests.web.client import Client

if TYPE_CHECKING:
    from tests.web.site import Site

HOST = "desk.example.org"


@pytest.mark.parametrize(
    ("sent", "is_secure", "is_own"),
    [
        ({"sec-fetch-site": "same-origin"}, True, True),
        ({"sec-fetch-site": "none"}, True, True),
        ({"sec-fetch-site": "same-site"}, True, False),
        ({"sec-fetch-site": "cross-site"}, True, False),
        ({"sec-fetch-site": "nonsense"}, True, False),
        ({"sec-fetch-site": ""}, True, False),
        ({"sec-fetch-site": "Same-Origin"}, True, False),
        ({"sec-fetch-site": "same-origin, cross-site"}, True, False),
        ({"sec-fetch-site": "cross-site", "origin": f"https://{HOST}"}, True, False),
        ({"sec-fetch-site": "same-site", "origin": f"https://{HOST}"}, True, False),
        ({"sec-fetch-site": "", "origin": f"https://{HOST}"}, True, False),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True, True),
        ({"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, True, False),
        ({}, True, False),
        ({}, False, False),
        ({"origin": f"https://{HOST}"}, True, True),
        ({"origin": f"https://{HOST.upper()}"}, True, True),
        ({"origin": f"http://{HOST}"}, True, False),
        ({"origin": f"http://{HOST}"}, False, True),
        ({"origin": f"https://{HOST}"}, False, True),
        ({"origin": f"https://{HOST}:8443"}, True, False),
        ({"origin": "https://evil.example"}, True, False),
        ({"origin": f"https://{HOST}.evil.example"}, True, False),
        ({"origin": f"https://evil.{HOST}"}, True, False),
        ({"origin": f"https://{HOST}@evil.example"}, True, False),
        ({"origin": f"https://evil.example/{HOST}"}, True, False),
        ({"origin": f"https://{HOST} https://evil.example"}, True, False),
        ({"origin": f"//{HOST}"}, True, False),
        ({"origin": f"ftp://{HOST}"}, False, False),
        ({"origin": HOST}, True, False),
        ({"origin": "null"}, True, False),
        ({"origin": ""}, True, False),
        ({"referer": f"https://{HOST}/"}, True, False),
    ],
)
def test_who_is_our_own_page(sent: dict[str, str], is_secure: bool, is_own: bool) -> None:  # noqa: FBT001 - a table
    """Sec-Fetch-Site decides; without it Origin must name this very host; without both the answer is no."""
    assert is_own_site(Headers({"host": HOST} | sent), is_secure=is_secure) is is_own


def test_no_host_is_nobodys_site() -> None:
    """An empty host never equals an empty origin."""
    assert not is_own_site(Headers({"origin": "http://"}), is_secure=False)


@pytest.mark.parametrize("path", ["/messages", "/embed/messages", "/end", "/embed/end", "/no-such-page"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "post", "MOVE"])
def test_another_site_can_do_nothing(site: Site, visitor: Client, method: str, path: str) -> None:
    """Every unsafe request from elsewhere ends in 403 before any route sees it."""
    before = len(site.desk.stored)
    sent = visitor.send(method, path, b"text=hello", {"origin": "http://evil.example"})
    assert sent.status == 403
    assert len(site.desk.stored) == before
    assert not sent.set_cookies


def test_reading_needs_no_proof(site: Site) -> None:
    """A link from another site opens the page."""
    assert Client(url=site.url).get("/", **{"sec-fetch-site": "cross-site"}).status == 200


def test_a_browser_without_fetch_metadata_can_write(site: Site, visitor: Client) -> None:
    """An older browser sends only Origin, and that is enough."""
    kind = {"content-type": "application/x-www-form-urlencoded", "origin": site.url}
    assert visitor.send("POST", "/messages", b"text=hello", kind).status == 303


@pytest.mark.parametrize("sent", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_safe_methods_are_never_the_guard_s_business(site: Site, method: str, sent: dict[str, str]) -> None:
    """They change nothing, from wherever they come; what a route does not know is 405, not 403."""
    assert Client(url=site.url).send(method, "/", b"", sent).status in {200, 405}
