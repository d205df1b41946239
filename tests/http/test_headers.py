from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import ConfigurationError
from bot.http.headers import content_policy
from bot.http.problems import Problems
from bot.http.stack import middleware
from bot.settings import Settings
from tests.web.canned import CANNOT_STORE
from tests.web.client import Client
from tests.web.site import running

if TYPE_CHECKING:
    from tests.web.site import Site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types desk; "
    "frame-ancestors "
)
ALWAYS = {
    "content-security-policy": POLICY + "'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
PAGES = [
    "/",
    "/embed",
    "/end",
    "/transcript",
    "/healthz",
    "/readyz",
    "/readyz/pages",
    "/no-such-page",
    "/static/none.css",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_response_carries_the_headers(site: Site, path: str) -> None:
    """Every page, also one that is not there, trusts nothing but our own files and is kept nowhere."""
    found = Client(url=site.url).get(path).headers
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS
    assert "server" not in found


def test_a_failing_page_carries_them_too(site: Site, visitor: Client) -> None:
    """An error page is as safe as any other."""
    site.desk.failure = RuntimeError("words")
    found = visitor.form("/messages", {"text": "hello"}).headers
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS


def test_the_widget_may_be_loaded_by_other_sites(site: Site) -> None:
    """The one file meant for other sites says so, and is kept for minutes only."""
    found = Client(url=site.url).get("/widget.js").headers
    assert found["cross-origin-resource-policy"] == "cross-origin"
    assert found["cache-control"] == "public, max-age=300"


def test_a_versioned_asset_is_kept_for_a_year(site: Site) -> None:
    """An address that changes with its content may be kept; without its version the browser asks again."""
    client = Client(url=site.url)
    assert client.get("/static/chat.css?v=1").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/chat.css").headers["cache-control"] == "no-cache"


def test_only_the_framed_page_may_be_framed_and_only_by_the_named_sites() -> None:
    """The setting opens /embed, its errors included, to its origins; everything else stays closed."""
    settings = Settings(frame_ancestors=("https://www.example.org", "https://*.example.net:8443"), _env_file=None)
    with running(settings) as site:
        client = Client(url=site.url)
        for path in ("/embed", "/embed/end", "/embed/none"):
            found = client.get(path).headers
            assert found["content-security-policy"].endswith(
                "ancestors https://www.example.org https://*.example.net:8443"
            )
            assert "x-frame-options" not in found
        assert client.get("/embedded").headers["x-frame-options"] == "DENY"
        assert client.get("/").headers["content-security-policy"] == POLICY + "'none'"


@pytest.mark.parametrize(
    "origin", ["*", "example.org", "https://a.example/path", "https://a.example; script-src *", ""]
)
def test_a_wrong_ancestor_stops_the_start(origin: str) -> None:
    """What is not an origin could open the policy: it is refused by name before anything is served."""
    with pytest.raises(ConfigurationError, match="FRONTDESK_FRAME_ANCESTORS"):
        middleware(Settings(frame_ancestors=(origin,), _env_file=None), Problems(lambda: CANNOT_STORE))


def test_no_ancestor_means_nobody() -> None:
    """Without the setting nobody may frame anything."""
    assert content_policy().endswith("frame-ancestors 'none'")


def test_https_is_insisted_on_where_it_is_there() -> None:
    """A desk reached by https tells browsers to come back by https only."""
    with running(Settings(is_secure=True, _env_file=None)) as site:
        assert Client(url=site.url).get("/").headers["strict-transport-security"] == "max-age=31536000"
