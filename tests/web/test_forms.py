from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.client import SAME_ORIGIN, Client, key_of

if TYPE_CHECKING:
    from tests.web.site import Site

MULTIPART = "multipart/form-data; boundary=edge"


def test_a_form_is_answered_with_the_page(site: Site, visitor: Client) -> None:
    """A message goes through a plain form and back to the page, where it stands with its answer."""
    answer = visitor.form("/messages", {"client_id": key_of(visitor.get("/").text), "text": "how long is it?"})
    assert (answer.status, answer.headers["location"]) == (303, "/#latest")
    page = visitor.get("/").text
    assert "how long is it?" in page
    assert "about <strong>45 minutes</strong>" in page
    assert site.desk.said(visitor.conversation) == ("how long is it?",)


def test_the_same_form_twice_is_one_message(site: Site, visitor: Client) -> None:
    """A double click, a reload of the post: one message, one answer."""
    fields = {"client_id": key_of(visitor.get("/").text), "text": "how long is it?"}
    for _ in range(3):
        assert visitor.form("/messages", fields).status == 303
    assert site.desk.said(visitor.conversation) == ("how long is it?",)


def test_an_old_form_with_new_words_is_another_message(site: Site, visitor: Client) -> None:
    """A page that the Back button brought up again must not swallow what is written there."""
    key = key_of(visitor.get("/").text)
    for text in ("how long is it?", "i am in danger"):
        visitor.form("/messages", {"client_id": key, "text": text})
    assert site.desk.said(visitor.conversation) == ("how long is it?", "i am in danger")


def test_a_form_without_an_id_is_taken(site: Site, visitor: Client) -> None:
    """A missing or strange id never costs a message."""
    assert visitor.form("/messages", {"text": "first"}).status == 303
    assert visitor.form("/messages", {"text": "second", "client_id": "<strange>"}).status == 303
    assert site.desk.said(visitor.conversation) == ("first", "second")


def test_multipart_forms_are_read(site: Site, visitor: Client) -> None:
    """The page's forms are multipart, so that ten thousand characters fit the cap whatever the language."""
    body = '--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\n¿cuánto dura?\r\n--edge--\r\n'.encode()
    assert visitor.send("POST", "/messages", body, SAME_ORIGIN | {"content-type": MULTIPART}).status == 303
    assert site.desk.said(visitor.conversation) == ("¿cuánto dura?",)


def test_a_first_message_by_form_keeps_the_visitor(site: Site) -> None:
    """Somebody whose first request is a message can come back to its answer."""
    newcomer = Client(url=site.url)
    newcomer.form("/messages", {"text": "hello there"})
    assert "hello there" in newcomer.get("/").text


def test_an_empty_form_is_hinted_at(site: Site, visitor: Client) -> None:
    """Nothing written is nothing stored: the page says what to do."""
    answer = visitor.form("/messages", {"text": "  "})
    assert answer.status == 422
    assert "Please write a message first" in answer.text
    assert site.desk.said(visitor.conversation) == ()


def test_a_too_long_form_keeps_the_words(site: Site, visitor: Client) -> None:
    """What is too long comes back in the box, with the reason, and is not stored."""
    words = "long words " * 1000
    answer = visitor.form("/messages", {"text": words})
    assert answer.status == 413
    assert "longer than 10,000 characters" in answer.text
    assert words.strip() in answer.text
    assert site.desk.said(visitor.conversation) == ()


def test_a_form_that_could_not_be_stored_keeps_the_words(site: Site, visitor: Client) -> None:
    """The store is down: 503, the crisis lines, the phone, the truth, and the words are still in the box."""
    site.desk.is_broken = True
    answer = visitor.form("/messages", {"client_id": "a-form-of-mine", "text": "please <help>"})
    assert answer.status == 503
    assert "<strong>I could not reach our staff</strong>" in answer.text
    assert 'href="tel:5555550142"' in answer.text
    assert "please &lt;help&gt;</textarea>" in answer.text
    assert key_of(answer.text) == "a-form-of-mine"


def test_the_page_without_the_store(site: Site, visitor: Client) -> None:
    """Whoever opens the page while the store is down reads the lines and the phone."""
    site.desk.is_broken = True
    answer = visitor.get("/")
    assert answer.status == 503
    assert 'href="tel:988"' in answer.text
    assert "(555) 555-0142" in answer.text
