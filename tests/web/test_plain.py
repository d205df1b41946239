from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.browsing import DESKTOP, box, lines
from tests.web.canned import PERSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browsing import Patient
    from tests.web.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(patients: Callable[..., Patient]) -> Page:
    """Return the page in a browser that runs no scripts."""
    return patients(viewport=DESKTOP, java_script_enabled=False).open()


def send(page: Page, text: str) -> None:
    """Write a message and press the button."""
    box(page).fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_whole_chat_without_scripts(site: Site, plain: Page) -> None:
    """Questions, offered questions, a person, a crisis: everything works by plain forms."""
    send(plain, "How long is a visit?")
    expect(lines(plain)).to_have_count(2)
    expect(lines(plain).last).to_be_in_viewport()
    plain.get_by_role("button", name="What happens during a visit?").click()
    expect(lines(plain)).to_have_count(4)
    send(plain, "clarify this")
    plain.get_by_role("button", name="How many sessions are there?").click()
    expect(lines(plain)).to_have_count(8)
    plain.get_by_role("button", name=PERSON.label).click()
    expect(lines(plain).last).to_contain_text("Passed to our staff")
    send(plain, "crisis i cannot go on")
    expect(plain.get_by_role("alert").get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    site.desk.staff_reply(site.desk.stored[-1].conversation, "I am here.")
    plain.get_by_role("link", name="Check for new replies").click()
    expect(lines(plain).last).to_contain_text("I am here.")


def test_two_clicks_are_one_message(site: Site, plain: Page) -> None:
    """An impatient finger sends once."""
    box(plain).fill("How long is a visit?")
    plain.get_by_role("button", name="Send").dblclick(no_wait_after=True)
    expect(lines(plain)).to_have_count(2)
    assert site.desk.said(site.desk.stored[-1].conversation) == ("How long is a visit?",)


def test_hints_without_scripts(plain: Page) -> None:
    """Too little and too much come back with the reason, and with the words."""
    send(plain, " ")
    expect(plain.locator("#hint")).to_contain_text("Please write a message first")
    send(plain, "long words " * 1000)
    expect(plain.locator("#hint")).to_contain_text("longer than 10,000 characters")
    assert len(box(plain).input_value()) > 10_000


def test_a_failing_store_without_scripts(site: Site, plain: Page) -> None:
    """Nothing could be stored: the lines, the phone, the truth, and the message still in the box to send again."""
    site.desk.is_broken = True
    send(plain, "please help")
    expect(plain.get_by_role("alert")).to_contain_text("I could not reach our staff")
    site.desk.heal()
    plain.get_by_role("button", name="Send").click()
    expect(lines(plain)).to_have_count(2)
    expect(lines(plain).first).to_contain_text("please help")


def test_ending_and_keeping_without_scripts(plain: Page) -> None:
    """The menu opens, the chat can be ended after one more question."""
    send(plain, "a private thing")
    plain.locator(".menu summary").click()
    plain.get_by_role("link", name="End chat").click()
    expect(plain.get_by_role("heading", name="End this chat?")).to_be_visible()
    plain.get_by_role("button", name="End chat").click()
    expect(lines(plain)).to_have_count(0)
