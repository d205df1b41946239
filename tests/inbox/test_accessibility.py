from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from bot.model import Role
from tests.chromium import violations
from tests.inbox.parts import BILLING, CRISIS, EMERGENCY, PASSWORD, PERSON, POSSIBLE, House, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk, light", "phone, dark"])
def test_every_page_is_accessible(
    chromium: Browser, house: House, url: str, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    """Axe finds nothing on any page, in any of its states (WCAG 2.2 AA and best practice)."""
    colleague = house.signed_in(url)
    _fill(house, colleague)
    page = chromium.new_context(viewport=size, color_scheme=scheme).new_page()
    found = {"/staff/login": _findings(page, f"{url}/staff/login")}
    page.get_by_label("Username").fill("rosa")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    found["refused"] = _findings(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/staff")
    for path in (
        "",
        "/done",
        "?resolved=1",
        "/cases/1",
        "/cases/2",
        "/cases/3",
        "/cases/5",
        "/cases/2/resolve",
        "/cases/6",
        "/cases/6/take-over",
        "/cases/1/faq",
        "/urgent",
        "/mine",
        "/unassigned",
        "/snoozed",
        "?queue=records",
        "/cases/99",
    ):
        found[path] = _findings(page, f"{url}/staff{path}")
    page.goto(f"{url}/staff/cases/1")
    page.locator("#reply input[name=last_seen]").evaluate("field => { field.value = '0' }")
    page.get_by_label("Reply to the patient").fill("too quick")
    page.get_by_role("button", name="Send reply").click()
    page.get_by_text("Sending in").wait_for()
    found["waiting to be sent"] = _findings(page)
    page.get_by_role("button", name="Send now").click()
    page.locator("#problem").wait_for()
    found["outdated"] = _findings(page)
    page.locator("#resolve summary").click()
    found["a menu"] = _findings(page)
    page.goto(f"{url}/staff")
    page.get_by_role("search").get_by_role("searchbox").fill("records")
    page.keyboard.press("Enter")
    page.locator("#found").wait_for()
    found["search"] = _findings(page)
    page.locator("#main").focus()
    page.keyboard.press("?")
    found["keys"] = _findings(page)
    page.context.close()
    assert found == {state: [] for state in found}


def test_an_empty_queue_is_accessible(chromium: Browser, url: str) -> None:
    """The first page that staff ever see."""
    page = chromium.new_context(viewport=PHONE).new_page()
    page.goto(f"{url}/staff")
    page.get_by_label("Username").fill("rosa")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("No one is waiting").wait_for()
    findings = _findings(page)
    page.context.close()
    assert findings == []


@pytest.mark.parametrize("path", ["/staff", "/staff/cases/1", "/staff/cases/2"])
def test_every_target_is_large_enough(chromium: Browser, house: House, url: str, path: str) -> None:
    """Buttons, fields and links outside of sentences are at least 24 px high and wide on a phone (WCAG 2.5.8)."""
    colleague = house.signed_in(url)
    _fill(house, colleague)
    context = chromium.new_context(viewport=PHONE)
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in colleague.cookies.items()])
    page = context.new_page()
    page.goto(url + path)
    targets = page.locator("a:visible:not(.skip), button:visible, textarea:visible, summary:visible").all()
    boxes = [box for target in targets if (box := target.bounding_box())]
    context.close()
    assert len(boxes) >= 5
    assert min(min(box["height"], box["width"]) for box in boxes) >= 24


def _fill(house: House, colleague: Visitor) -> None:
    """Let five patients wait; one has been answered, one case is done."""
    house.say("how much is it?", BILLING, conversation="c1")
    house.say("I want to die", CRISIS, conversation="c2")
    house.say("I do not see the point", POSSIBLE, conversation="c3")
    house.say("my chest hurts", EMERGENCY, conversation="c4")
    house.say("thank you", BILLING, conversation="c5")
    colleague.reply(house.case("c1"), "We will look at it.")
    colleague.post("/staff/cases/5/resolve", {"last_seen": "99", "resolution": "answered"})
    house.hire("omar", "Omar Haddad", role=Role.AGENT)
    omar = house.signed_in(colleague.url, "omar")
    house.say("send my records", PERSON, conversation="c6")
    omar.post("/staff/cases/6/note", {"text": "asked the front office"})
    omar.post("/staff/cases/6/claim")
    omar.post("/staff/cases/6/writing")
    house.say("later is fine", BILLING, conversation="c7")
    colleague.post("/staff/cases/7/snooze", {"until": "4h"})


def _findings(page: Page, address: str | None = None) -> list[str]:
    if address:
        page.goto(address)
    return violations(page, RULES)
