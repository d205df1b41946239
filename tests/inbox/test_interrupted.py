"""A page that is interrupted: signed out elsewhere, offline, left with unsent words, grown while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.inbox.parts import BILLING, CRISIS, House
from tests.inbox.test_two_browsers import page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.browser


def sign_in_again(page: Page, house: House, url: str) -> None:
    """Do what signing in in another tab does: the browser's cookie is a new one."""
    cookies = house.signed_in(url).cookies
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])


def test_a_page_is_live_again_after_a_login_in_another_tab(chromium: Browser, house: House, url: str) -> None:
    """It says so, keeps what was typed, and shows what comes in from then on, without a reload."""
    case = house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff/cases/{case.id}")
        page.get_by_label("Reply to the patient").fill("half a thought")
        other = page.context.new_page()
        other.goto(f"{url}/staff")
        other.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("alert")).to_contain_text("You have been signed out")
        sign_in_again(page, house, url)
        expect(page.get_by_role("alert")).to_have_count(0)
        house.say("everyone would be better off without me", CRISIS, conversation="c2")
        expect(page.locator("#alarms")).to_contain_text("Someone may be in danger")
        expect(page.get_by_label("Reply to the patient")).to_have_value("half a thought")


@pytest.mark.parametrize("path", ["/staff", "/staff/cases/1", "/staff/cases/999", "/staff/account", "/staff/search"])
def test_every_page_says_at_once_that_it_is_offline(chromium: Browser, house: House, url: str, path: str) -> None:
    """Also the page of a case that does not exist; it goes when the connection is back."""
    house.say("hello", BILLING)
    with page_of(chromium, house, url) as page:
        page.goto(url + path)
        expect(page.locator("#lost")).to_be_hidden()
        page.context.set_offline(True)
        expect(page.locator("#lost")).to_be_visible()
        page.context.set_offline(False)
        expect(page.locator("#lost")).to_be_hidden()


@pytest.mark.parametrize("box", ["Reply to the patient", "Note for staff only"])
def test_leaving_with_unsent_words_asks_first(chromium: Browser, house: House, url: str, box: str) -> None:
    """Nothing typed is lost by a slip; without unsent words nobody is asked."""
    case = house.wait_for("hello")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    with page_of(chromium, house, url) as page:
        page.on("dialog", stay)
        page.goto(f"{url}/staff/cases/{case.id}")
        page.get_by_label(box).press_sequentially("half")
        page.get_by_role("link", name="Open cases").click()
        expect(page.get_by_label(box)).to_have_value("half")
        page.get_by_label(box).fill("")
        page.get_by_role("link", name="Open cases").click()
        page.wait_for_url(f"{url}/staff")
    assert asked == ["beforeunload"]


def test_a_double_click_can_still_be_undone(chromium: Browser, house: House, url: str) -> None:
    """The second click of a double click is no wish to send at once."""
    case = house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff/cases/{case.id}")
        page.get_by_label("Reply to the patient").fill("a slip")
        page.get_by_role("button", name="Send reply").dblclick()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_label("Reply to the patient")).to_have_value("a slip")
        page.get_by_label("Reply to the patient").fill("")
    assert "a slip" not in house.texts()


def test_who_reads_the_end_goes_on_reading_it(chromium: Browser, house: House, url: str) -> None:
    """New alarms make the head of the page taller: the newest words stay in sight all the same."""
    for number in range(12):
        house.say(f"word {number}", BILLING)
    case = house.case()
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff/cases/{case.id}")
        for other in ("c2", "c3", "c4"):
            house.say("everyone would be better off without me", CRISIS, conversation=other)
        expect(page.locator("#alarms li")).to_have_count(3)
        house.say("the newest word")
        expect(page.locator("#thread").get_by_text("the newest word")).to_be_in_viewport()
        expect(page.get_by_role("button", name="New message below")).to_be_hidden()


def test_esc_leaves_a_box_so_that_the_keys_work(chromium: Browser, house: House, url: str) -> None:
    """Somebody without a mouse gets from the box to the other views."""
    case = house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff/cases/{case.id}")
        page.keyboard.press("r")
        expect(page.get_by_label("Reply to the patient")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("u")
        page.wait_for_url(f"{url}/staff/urgent")


def test_back_and_reload_never_ask_to_search_again(chromium: Browser, house: House, url: str) -> None:
    """Words that are looked for come in a form, yet Back from a case shows a page, and no browser's error."""
    house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff")
        page.get_by_role("searchbox").fill("hello")
        page.keyboard.press("Enter")
        page.locator("#found a").click()
        page.wait_for_url(f"{url}/staff/cases/1")
        page.go_back()
        expect(page.get_by_role("heading", name="Search")).to_be_visible()
        assert "hello" not in page.url
        page.reload()
        expect(page.get_by_role("heading", name="What are you looking for?")).to_be_visible()


def test_the_ready_made_replies_fit_a_phone(chromium: Browser, house: House, url: str) -> None:
    """The open menu stands on the screen, not half beside it."""
    case = house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{url}/staff/cases/{case.id}")
        page.locator("#canned summary").click()
        page.locator("#canned .soft").evaluate("one => { one.textContent = 'We will call you. '.repeat(9); }")
        place = page.locator("#canned > div").bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 390


@pytest.mark.parametrize(("zone", "is_told"), [("America/New_York", False), ("Asia/Tokyo", True)])
def test_a_device_in_another_time_zone_is_told_whose_time_it_reads(
    chromium: Browser, house: House, url: str, zone: str, *, is_told: bool
) -> None:
    """All times are the clinic's; nobody who reads the same clock is bothered with it."""
    house.wait_for("hello")
    context = chromium.new_context(timezone_id=zone)
    cookies = house.signed_in(url).cookies
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(f"{url}/staff/cases/1")
    expect(page.locator("#zone")).to_be_visible(visible=is_told)
    expect(page.locator("#zone")).to_contain_text("the clinic’s (America/New_York)")
    expect(page.locator("#thread time").first).to_have_text("10:00 AM")
    context.close()


@pytest.mark.parametrize("width", [1024, 1280])
def test_three_digits_of_waiting_cases_break_no_line(chromium: Browser, house: House, url: str, width: int) -> None:
    """Every view stays one row, also on a bad Monday."""
    with page_of(chromium, house, url) as page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{url}/staff")
        page.evaluate("document.querySelectorAll('#views .count').forEach((one) => { one.textContent = '128'; })")
        boxes = [one.bounding_box() for one in page.locator("#views a").all()]
        assert {round(box["height"]) for box in boxes if box} == {44}
        wide = [one.evaluate("one => one.scrollWidth - one.clientWidth") for one in page.locator("#views a").all()]
        assert max(wide) == 0
