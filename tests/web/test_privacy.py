from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.client import Client

if TYPE_CHECKING:
    from tests.web.site import Site


def test_another_visitor_sees_nothing(site: Site, visitor: Client) -> None:
    """Page, transcript and answers of one visitor hold nothing of another's."""
    visitor.say("my secret word is marmalade")
    other = Client(url=site.url)
    other.get("/")
    answers = (other.get("/"), other.get("/transcript"), other.say("hello"), other.get("/embed"))
    assert not any("marmalade" in answer.text for answer in answers)


def test_the_token_stays_in_the_cookie(site: Site, visitor: Client) -> None:
    """Neither the page nor the store ever holds the token."""
    visitor.say("hello")
    token = visitor.cookies["frontdesk_visitor"]
    assert token not in visitor.get("/").text
    assert token not in repr(site.desk.stored)


def test_ending_forgets_the_chat(site: Site, visitor: Client) -> None:
    """After the end this browser has a new, empty chat; staff keep theirs."""
    visitor.say("the old chat")
    before = visitor.conversation
    assert "End this chat?" in visitor.get("/end").text
    answer = visitor.form("/end", {})
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert "the old chat" not in visitor.get("/").text
    assert visitor.conversation != before
    assert site.desk.said(before) == ("the old chat",)


def test_the_transcript_is_plain_text(site: Site, visitor: Client) -> None:
    """A patient can keep the chat: who said what and when, with the contacts."""
    visitor.say("crisis <now>")
    site.desk.staff_reply(visitor.conversation, "I am calling you.")
    answer = visitor.get("/transcript")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert "Chat with Harbor Example Clinic" in answer.text
    assert "] You:\ncrisis <now>\n" in answer.text
    assert "Call 988: tel:988" in answer.text
    assert "**" not in answer.text
    assert "] Maria Lopez (clinic staff):\nI am calling you.\n" in answer.text


def test_staff_are_named(site: Site, visitor: Client) -> None:
    """A person's reply shows the person's name."""
    visitor.say("hello")
    site.desk.staff_reply(visitor.conversation, "Good morning.")
    page = visitor.get("/").text
    assert '<span class="name">Maria Lopez</span> <span class="role">Clinic staff</span>' in page
