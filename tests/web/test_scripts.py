from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.client import SAME_ORIGIN, Client

if TYPE_CHECKING:
    from tests.web.site import Site


def test_json_is_answered_with_the_new_lines(visitor: Client) -> None:
    """The script gets both lines, numbered, as the server renders them everywhere else."""
    answer = visitor.say("crisis").json()
    patient, desk = answer["lines"]
    assert (patient["number"] + 1, patient["html"].count("crisis")) == (desk["number"], 1)
    assert 'role="alert"' in desk["html"]
    assert f'data-client="{"id-00000001"}"' in patient["html"]
    again = visitor.say("hello", "id-00000002", after=desk["number"], marker=answer["marker"]).json()
    assert len(again["lines"]) == 2


def test_another_conversations_page_gets_every_line(visitor: Client) -> None:
    """A page that shows a chat which was ended gets the whole of the new one."""
    visitor.say("one", "id-00000001")
    assert len(visitor.say("two", "id-00000002", after=10**6, marker="of-another").json()["lines"]) == 4


def test_the_same_id_twice_is_one_message(site: Site, visitor: Client) -> None:
    """Retries, also many at once, are one message with one answer."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: visitor.say("hello").status, range(8)))
    assert answers == [200] * 8
    assert site.desk.said(visitor.conversation) == ("hello",)
    assert len(site.desk.lines(visitor.conversation)) == 2


def test_silence_is_no_error(visitor: Client) -> None:
    """Where staff have taken over the desk says nothing: only the patient's line comes back."""
    assert len(visitor.say("quiet please").json()["lines"]) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"text"', b"null", b'{"text": 7}', b'{"client_id": "x"}', b"\xff\xfe\x00", b"[" * 30_000],
    ids=["nothing", "half", "list", "string", "null", "number", "no-text", "binary", "deep"],
)
def test_what_is_no_message_is_refused(visitor: Client, body: bytes) -> None:
    """Nonsense gets 400 and a way to reach help, never an error of ours."""
    answer = visitor.send("POST", "/messages", body, SAME_ORIGIN | {"content-type": "application/json"})
    assert answer.status == 400


@pytest.mark.parametrize("odd", [{"after": -1}, {"after": "x"}, {"after": 10**30}, {"after": None}, {"marker": 5}])
def test_odd_extras_never_cost_a_message(visitor: Client, odd: dict[str, Any]) -> None:
    """The text counts; what else is wrong is ignored."""
    assert visitor.say("hello", **odd).status == 200


def test_lone_surrogates_and_control_characters_are_taken(site: Site, visitor: Client) -> None:
    """Half an emoji or a NUL in a message does not lose the message."""
    body = b'{"text": "I can\\ud83d not\\u0000 go on", "client_id": "id-00000001"}'
    assert visitor.send("POST", "/messages", body, SAME_ORIGIN | {"content-type": "application/json"}).status == 200
    assert site.desk.said(visitor.conversation) == ("I can\ufffd not go on",)


@pytest.mark.parametrize(("text", "status"), [("\u200b", 422), ("x" * 10_001, 413)])
def test_json_refusals(site: Site, visitor: Client, text: str, status: int) -> None:
    """Nothing and too much are refused with a sentence that says what to do."""
    answer = visitor.say(text)
    assert answer.status == status
    assert answer.json()["error"].startswith(("Please write", "Your message is longer"))
    assert site.desk.said(visitor.conversation) == ()


def test_json_without_the_store(site: Site, visitor: Client) -> None:
    """The script gets the card to show: the lines, the phone, that nobody was reached."""
    site.desk.is_broken = True
    answer = visitor.say("crisis")
    assert answer.status == 503
    assert "could not reach our staff" in answer.json()["html"]
    assert 'role="alert"' in answer.json()["html"]
