"""Accounts and passwords in a real browser: with and without scripts, on a phone, in the dark."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from bot.model import Role
from tests.chromium import violations
from tests.inbox.parts import PASSWORD, House
from tests.inbox.test_accessibility import DESK, PHONE, RULES
from tests.inbox.test_browser import opened, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

NEW = "tin whistle under stairs"
SMALL: ViewportSize = {"width": 360, "height": 740}
PAGES = ["/staff/account", "/staff/accounts", "/staff/accounts/2", "/staff/accounts/1", "/staff/password"]


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_from_a_new_account_to_one_s_own_password(
    chromium: Browser, house: House, url: str, *, has_script: bool
) -> None:
    """An admin adds someone and reads the password out; who gets it signs in, changes it, and is at the queue."""
    with opened(chromium, has_script=has_script) as page:
        sign_in(page, url)
        page.get_by_role("link", name="Rosa Diaz").click()
        page.get_by_role("link", name="Everyone’s accounts").click()
        page.get_by_label("Name", exact=True).fill("Ben Ode")
        page.get_by_label("Username").fill("ben.ode")
        page.get_by_label("Lead also assigns others").check()
        page.get_by_role("button", name="Add").click()
        password = page.locator(".secret").inner_text()
        page.get_by_role("button", name="Sign out").click()
        enter(page, "ben.ode", password)
        expect(page.get_by_role("heading", name="Choose your own password")).to_be_visible()
        page.get_by_label("One-time password").fill(password)
        page.get_by_label("New password", exact=True).fill(NEW)
        page.get_by_label("New password again").fill(NEW)
        page.get_by_role("button", name="Change the password").click()
        expect(page).to_have_url(f"{url}/staff")
        expect(page.get_by_role("link", name="Ben Ode")).to_be_visible()
    ben = next(each.staff for each in house.store.accounts.everyone() if each.staff.username == "ben.ode")
    assert (ben.role, ben.must_change_password) == (Role.LEAD, False)


def test_what_was_typed_can_be_shown(chromium: Browser, url: str) -> None:
    """One button shows the passwords, says so, and hides them again; they are sent as they were typed."""
    with opened(chromium) as page:
        sign_in(page, url, "/staff/password")
        fields = [page.get_by_label(name, exact=True) for name in ("Present password", "New password")]
        button = page.get_by_role("button", name="Show passwords")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert [field.get_attribute("type") for field in fields] == ["text", "text"]
        button.click()
        assert [field.get_attribute("type") for field in fields] == ["password", "password"]
        page.get_by_label("New password", exact=True).fill("short")
        button.click()
        page.get_by_label("Present password").fill(PASSWORD)
        for name in ("New password", "New password again"):
            page.get_by_label(name, exact=True).fill(NEW)
        page.get_by_label("New password again").press("Enter")
        expect(page.get_by_role("status").filter(has_text="Your password is changed")).to_be_visible()


def test_a_session_is_ended_by_its_button(chromium: Browser, house: House, url: str) -> None:
    """The row of the other browser is gone, and its page leads to the login by itself."""
    with opened(chromium) as page, opened(chromium) as other:
        sign_in(other, url)
        sign_in(page, url, "/staff/account")
        page.get_by_role("button", name="End").click()
        expect(page.get_by_role("button", name="End")).to_have_count(0)
        expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    assert house.store.accounts.has_staff()


def test_who_is_away_is_warned_and_then_signed_out(chromium: Browser, house: House) -> None:
    """Two minutes before the end the page asks; a touch prolongs the login; without one it ends."""
    settings = house.settings.model_copy(update={"session_idle_minutes": 60})
    with replace(house, settings=settings).open() as url, opened(chromium) as page:
        page.clock.install()
        sign_in(page, url, "/staff/account")
        pass_time(page, house, minutes=58, seconds=10)
        page.get_by_role("button", name="Stay signed in").click()
        expect(page.locator(".stay")).to_have_count(0)
        pass_time(page, house, minutes=58, seconds=10)
        expect(page.get_by_role("alert")).to_contain_text("You are signed out in two minutes")
        assert violations(page, RULES) == []
        pass_time(page, house, minutes=2)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_is_at_the_page_stays_signed_in(chromium: Browser, house: House) -> None:
    """Keys and a moving mouse count, though nothing is sent by hand, until the login's hours are over."""
    settings = house.settings.model_copy(update={"session_idle_minutes": 60})
    with replace(house, settings=settings).open() as url, opened(chromium) as page:
        page.clock.install()
        sign_in(page, url, "/staff/account")
        began = page.evaluate("Date.now()") / 1000
        for minutes in (40, 80, 120, 160):
            house.clock.move(minutes=40)
            page.clock.set_system_time(began + minutes * 60)
            with page.expect_response(lambda got: got.request.method == "POST") as answer:
                page.keyboard.press("Shift")
            assert answer.value.url == f"{url}/staff/session"
            assert answer.value.json() == {"seconds": 3600}
        assert page.get_by_role("alert").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_of_accounts_are_accessible(
    chromium: Browser, house: House, url: str, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    """Axe finds nothing on them, nor in what they say when something is refused or done."""
    house.hire("ben", "Ben Ode", role=Role.LEAD)
    house.store.accounts.disable("ben")
    page = chromium.new_context(viewport=size, color_scheme=scheme).new_page()
    page.goto(f"{url}/staff")
    enter(page, "rosa", PASSWORD)
    page.wait_for_url(f"{url}/staff")
    found = {
        path: findings(page, url + path) for path in (*PAGES, "/staff/accounts/99", "/staff/accounts/2?done=enabled")
    }
    page.goto(f"{url}/staff/accounts")
    page.get_by_label("Name", exact=True).fill("Ben")
    page.get_by_label("Username").fill("ben")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("alert").wait_for()
    found["refused"] = findings(page)
    page.goto(f"{url}/staff/accounts/2")
    page.get_by_role("button", name="Make a one-time password").click()
    page.locator(".secret").wait_for()
    found["handed"] = findings(page)
    page.goto(f"{url}/staff/password")
    page.get_by_label("Present password").fill("wrong")
    for name in ("New password", "New password again"):
        page.get_by_label(name, exact=True).fill(NEW)
    page.get_by_role("button", name="Change the password").click()
    page.get_by_role("alert").wait_for()
    found["wrong"] = findings(page)
    page.context.close()
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_needs_no_sideways_scrolling_and_no_fine_finger(
    chromium: Browser, house: House, url: str, path: str
) -> None:
    """Everything fits 360 px, long names too, and every target is at least 24 px (WCAG 1.4.10, 2.5.8)."""
    house.hire("b" * 32, "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente Ode", role=Role.LEAD)
    house.signed_in(url)
    with opened(chromium) as page:
        page.set_viewport_size(SMALL)
        sign_in(page, url, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
        targets = page.locator("a:visible:not(.skip), button:visible, input:visible:not([type=radio])").all()
        boxes = [box for target in targets if (box := target.bounding_box())]
        assert len(boxes) >= 4
        assert min(min(box["height"], box["width"]) for box in boxes) >= 24


def enter(page: Page, username: str, password: str) -> None:
    """Sign in through the form that is shown."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def pass_time(page: Page, house: House, *, minutes: int, seconds: int = 0) -> None:
    """Let time pass at the desk and in the browser."""
    house.clock.move(minutes=minutes, seconds=seconds)
    page.clock.fast_forward((minutes * 60 + seconds) * 1000)


def findings(page: Page, address: str | None = None) -> list[str]:
    """Return what axe finds."""
    if address:
        page.goto(address)
    return violations(page, RULES)
