from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from bot.errors import StoreError
from bot.http.problems import LastResort, Problems
from bot.model import Contact, Reply
from tests.web.canned import CANNOT_STORE
from tests.web.client import SAME_ORIGIN, Client

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from tests.web.site import Site

CANARY = "canary 7c1f the blue heron"
SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": []}


async def respond(problems: Problems, error: Exception) -> tuple[int, str]:
    """Return what a visitor gets when a page fails with this error."""
    sent: list[Message] = []

    async def page(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    await LastResort(page, problems=problems)(dict(SCOPE), receive, send)
    return sent[0]["status"], sent[1]["body"].decode()


def test_an_unknown_page_leads_back(site: Site) -> None:
    """A wrong address gets a friendly page with a way back and the lines."""
    answer = Client(url=site.url).get("/no-such-page")
    assert answer.status == 404
    assert "There is no such page here." in answer.text
    assert 'href="tel:988"' in answer.text
    assert "could not reach our staff" not in answer.text


def test_a_wrong_method_is_explained(visitor: Client) -> None:
    """A known address asked in the wrong way is no mystery."""
    assert visitor.get("/messages").status == 405


def test_a_script_gets_json(visitor: Client) -> None:
    """What fails for a script fails in its language."""
    answer = visitor.send("POST", "/no-such-page", b"", SAME_ORIGIN | {"accept": "application/json"})
    assert answer.status == 404
    assert answer.json()["error"] == "There is no such page here."


async def test_an_unforeseen_error_shows_the_lines_and_logs_no_words() -> None:
    """Whatever breaks: status 500, how to reach help, no trace; the log says where it was, never what was said."""
    with capture_logs() as logs:
        status, body = await respond(Problems(lambda: CANNOT_STORE), ValueError(CANARY))
    assert status == 500
    assert "Something went wrong on our side" in body
    assert 'href="tel:988"' in body
    assert "(555) 555-0142" in body
    assert CANARY not in body
    assert "Traceback" not in body
    assert [(log["event"], log["error"], log["where"].split(":")[0]) for log in logs] == [
        ("http.failed", "ValueError", "test_problems.py")
    ]


async def test_a_failing_store_is_told_honestly() -> None:
    """Nothing was stored, so the page says that nobody has seen it."""
    problems = Problems(lambda: CANNOT_STORE)
    response = problems.response(Request(dict(SCOPE)), StoreError(CANARY))
    assert response.status_code == 503
    assert b"nobody has seen it" in response.body
    assert CANARY.encode() not in response.body


async def test_even_a_broken_error_page_leaves_the_lines() -> None:
    """Where the page itself cannot be made there is still one plain sentence with the numbers."""

    def broken() -> Reply:
        raise RuntimeError(CANARY)

    status, body = await respond(Problems(broken), ValueError(CANARY))
    assert status == 500
    assert "988" in body
    assert "911" in body
    assert CANARY not in body


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://evil.example", ""]
)
async def test_a_contact_that_is_no_contact_is_not_shown(href: str) -> None:
    """Only telephones, messages, mails and secure pages become links."""
    reply = Reply(paragraphs=("Call.",), contacts=(Contact(label="the link", href=href),))
    _, body = await respond(Problems(lambda: reply), ValueError())
    assert "the link" not in body
