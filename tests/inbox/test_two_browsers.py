"""Two people on staff, one conversation, real browsers: races, notes, replies that wait, keys."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.model import CaseState, Role
from tests.inbox.parts import BILLING, CRISIS, House

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait longer than usual: a busy machine is slow, and nothing here is about speed."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=None)


@contextmanager
def page_of(chromium: Browser, house: House, url: str, username: str = "rosa") -> Iterator[Page]:
    """Open the browser of someone who is signed in; a script error or a blocked resource fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    cookies = house.signed_in(url, username).cookies
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert wrong == []


@contextmanager
def two_pages(chromium: Browser, house: House, url: str, path: str) -> Iterator[tuple[Page, Page]]:
    """Open the same page for Rosa and for Omar."""
    house.hire("omar", "Omar Haddad", role=Role.AGENT)
    with page_of(chromium, house, url) as rosa, page_of(chromium, house, url, "omar") as omar:
        for page in (rosa, omar):
            page.goto(url + path)
        yield rosa, omar


def test_a_claim_reaches_the_colleague_s_page(chromium: Browser, house: House, url: str) -> None:
    """Both see each other; the later one keeps what was typed and sees who has it; taking over turns it round."""
    case = house.wait_for("hello")
    with two_pages(chromium, house, url, f"/staff/cases/{case.id}") as (rosa, omar):
        expect(rosa.get_by_text("Omar Haddad is viewing this too")).to_be_visible()
        omar.get_by_label("Reply to the patient").fill("half a thought")
        expect(rosa.get_by_text("Omar Haddad is writing")).to_be_visible()
        rosa.get_by_role("button", name="Claim").click()
        expect(rosa.locator("#standing")).to_have_text("You have it")
        expect(omar.locator("#standing")).to_have_text("Rosa Diaz has it")
        expect(omar.get_by_label("What you wrote (not sent)")).to_have_value("half a thought")
        omar.get_by_role("link", name="Take over from Rosa Diaz…").click()
        omar.get_by_role("button", name="Yes, take it over").click()
        expect(rosa.locator("#standing")).to_have_text("Omar Haddad has it")
        expect(rosa.get_by_label("Reply to the patient")).to_have_count(0)


def test_who_claims_too_late_is_told_who_won(chromium: Browser, house: House, url: str) -> None:
    """The page that has not heard of it yet asks in vain, and then shows the winner's name."""
    case = house.wait_for("hello")
    with two_pages(chromium, house, url, f"/staff/cases/{case.id}") as (rosa, omar):

        def be_faster(route: Route) -> None:
            winner = next(one.staff for one in house.store.accounts.everyone() if one.staff.username == "omar")
            house.store.cases.claim(case.id, staff=winner)
            route.continue_()

        rosa.route("**/staff/cases/*/claim", be_faster)
        rosa.get_by_role("button", name="Claim").click()
        expect(rosa.get_by_role("alert")).to_contain_text("Omar Haddad has this case")
        expect(omar.locator("#standing")).to_have_text("You have it")


def test_a_note_never_reaches_the_patient(chromium: Browser, house: House, url: str) -> None:
    """Its box has its own label, form and button; Ctrl+Enter saves what has the focus and touches the other box not."""
    case = house.wait_for("hello")
    with two_pages(chromium, house, url, f"/staff/cases/{case.id}") as (rosa, omar):
        rosa.get_by_label("Reply to the patient").fill("for the patient")
        rosa.get_by_label("Note for staff only").fill("her mother called")
        rosa.keyboard.press("Control+Enter")
        expect(rosa.locator("#told")).to_have_text("Note saved.")
        expect(rosa.get_by_label("Reply to the patient")).to_have_value("for the patient")
        expect(omar.locator("#notes")).to_contain_text("her mother called")
        expect(omar.get_by_role("log")).not_to_contain_text("her mother called")
    assert "her mother called" not in " ".join(house.texts())


def test_a_reply_waits_can_be_taken_back_and_goes_out_once(chromium: Browser, house: House, url: str) -> None:
    """Undo gives the words back; sending again and again at once says it once; leaving the page sends what waits."""
    case = house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff/cases/{case.id}")
        box = page.get_by_label("Reply to the patient")
        box.fill("too quick")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Sending in")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(box).to_be_editable()
        expect(box).to_have_value("too quick")
        assert "too quick" not in house.texts()
        box.fill("well considered")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Sending in")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("log")).to_contain_text("well considered")
        box.fill("and goodbye")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Sending in")).to_be_visible()
        page.get_by_role("link", name="Open cases").click()
        expect(page.get_by_text("and goodbye")).to_be_visible()
    assert house.texts()[-2:] == ["well considered", "and goodbye"]


def test_a_reply_that_waits_is_held_back_when_the_patient_writes(chromium: Browser, house: House, url: str) -> None:
    """What was seen when it was sent counts, not what has come since."""
    case = house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff/cases/{case.id}")
        page.get_by_label("Reply to the patient").fill("see you then")
        page.keyboard.press("Control+Enter")
        house.say("wait, I feel worse")
        expect(page.get_by_role("log")).to_contain_text("wait, I feel worse")
        page.get_by_role("button", name="Send now").click()
        expect(page.get_by_role("alert")).to_contain_text("New message since you opened this")
        expect(page.get_by_label("Reply to the patient")).to_have_value("see you then")
    assert "see you then" not in house.texts()


def test_keys_do_what_the_map_says_and_nothing_while_typing(chromium: Browser, house: House, url: str) -> None:
    """From the list to a closed case without a mouse; the same letters in a box are letters."""
    house.say("hello", BILLING)
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("u")
        page.wait_for_url(f"{url}/staff/urgent")
        page.keyboard.press("g")
        page.keyboard.press("o")
        page.wait_for_url(f"{url}/staff")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/staff/cases/1")
        page.keyboard.press("c")
        expect(page.locator("#standing")).to_have_text("You have it")
        page.keyboard.press("n")
        page.keyboard.type("zec?")
        expect(page.get_by_label("Note for staff only")).to_have_value("zec?")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("heading", name="Notes for staff").click()
        page.keyboard.press("r")
        page.keyboard.press("/")
        expect(page.get_by_role("button", name="Please call us")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_label("Reply to the patient")).to_have_value("Please call us at 555-0142.")
        page.get_by_role("heading", name="Notes for staff").click()
        page.keyboard.press("e")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/staff?resolved=1")
    assert house.store.cases.resolved_cases()[0].state is CaseState.RESOLVED


def test_an_alarm_is_told_heard_and_counted(chromium: Browser, house: House, url: str) -> None:
    """Who asked for it once is alerted from then on; the title counts; acknowledging takes the bar from every page."""
    with two_pages(chromium, house, url, "/staff") as (rosa, omar):
        rosa.context.grant_permissions(["notifications"])
        rosa.get_by_role("button", name="Alert me here").click()
        expect(rosa.get_by_role("button", name="Alerts are on")).to_have_attribute("aria-pressed", "true")
        house.say("I want to die", CRISIS)
        expect(rosa).to_have_title("(1) Open · Staff inbox")
        expect(rosa.locator("#told")).to_contain_text("Someone may be in danger: case 1.")
        expect(omar.get_by_role("button", name="Acknowledge case 1")).to_be_visible()
        rosa.get_by_role("button", name="Acknowledge case 1").click()
        rosa.wait_for_url(f"{url}/staff/cases/1")
        expect(omar.get_by_role("button", name="Acknowledge case 1")).to_have_count(0)
        rosa.reload()
        expect(rosa.get_by_role("button", name="Alerts are on")).to_be_visible()


def test_an_open_menu_and_its_focus_outlive_a_change(chromium: Browser, house: House, url: str) -> None:
    """Whatever comes in meanwhile, the menu stays open where it was."""
    case = house.wait_for("hello")
    with page_of(chromium, house, url) as page:
        page.goto(f"{url}/staff/cases/{case.id}")
        page.get_by_text("Put off…").click()
        page.get_by_label("Until a day, at opening").fill("2026-11-30")
        page.get_by_role("button", name="Put off until then").focus()
        house.say("I want to talk about money", BILLING)
        house.store.cases.verify(case.id, staff=house.store.accounts.everyone()[0].staff, is_verified=True)
        expect(page.get_by_text("Verified by staff.")).to_be_visible()
        expect(page.get_by_role("button", name="Put off until then")).to_be_focused()
        expect(page.get_by_label("Until a day, at opening")).to_have_value("2026-11-30")
