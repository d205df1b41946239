from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.http.limits import BODY_BYTES, TokenBuckets
from tests.web.client import SAME_ORIGIN, Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.site import Site

JSON = SAME_ORIGIN | {"content-type": "application/json", "accept": "application/json"}


@dataclass(slots=True)
class Seconds:
    """A clock that goes by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        """Tell the seconds."""
        return self.now


def chunks(size: int) -> Iterator[bytes]:
    """Return a body that says nothing of its length."""
    yield from (b"x" * 8192 for _ in range(size // 8192))


def test_a_body_over_the_cap_is_refused(visitor: Client) -> None:
    """An announced body over 64 KB gets 413 with a clear sentence and a way to reach help."""
    refused = visitor.send("POST", "/messages", b"x" * (BODY_BYTES + 1), JSON)
    assert refused.status == 413
    assert "shorter" in refused.json()["error"]
    assert "tel:988" in refused.json()["html"]


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_chunked_body_over_the_cap_is_refused(visitor: Client, kind: str) -> None:
    """A body that hides its length is cut off at the cap as well."""
    with visitor.opened("POST", "/messages", chunks(BODY_BYTES * 2), JSON | {"content-type": kind}) as refused:
        assert refused.status == 413


def test_the_longest_message_fits_the_cap(site: Site, visitor: Client) -> None:
    """Ten thousand characters of four bytes each are taken whole."""
    assert visitor.say("😀" * 10_000).status == 200
    assert "😀" * 10_000 in {line.text for line in site.desk.stored}


def test_a_bucket_empties_and_fills_again() -> None:
    """The burst goes through at once, then one request for each second that passes."""
    clock = Seconds()
    buckets = TokenBuckets(burst=2, per_second=0.5, now=clock)
    assert [buckets.wait("a"), buckets.wait("a"), buckets.wait("a")] == [0, 0, 2]
    clock.now = 2.0
    assert [buckets.wait("a"), buckets.wait("a")] == [0, 2]


def test_buckets_are_apart() -> None:
    """What one does never slows another."""
    buckets = TokenBuckets(burst=1, per_second=1, now=Seconds())
    assert [buckets.wait("a"), buckets.wait("b"), buckets.wait("a")] == [0, 0, 1]


def test_the_least_used_bucket_is_forgotten_first() -> None:
    """Memory is bounded: a new key pushes out the one that was used longest ago."""
    buckets = TokenBuckets(burst=1, per_second=1, keys=2, now=Seconds())
    for key in ("old", "busy", "busy", "new"):
        buckets.wait(key)
    assert [buckets.wait("busy"), buckets.wait("old")] == [1, 0]


def test_a_flood_is_slowed_down_with_the_lines(site: Site, visitor: Client) -> None:
    """Far above what anybody types the answer is 429, when to try again, and how to reach help now."""
    answers = [visitor.say("hello", f"flood-{number:08}") for number in range(62)]
    assert [answer.status for answer in answers[:60]] == [200] * 60
    refused = answers[-1]
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "tel:988" in refused.json()["html"]
    assert Client(url=site.url).say("crisis", "other-visitor").status == 200
