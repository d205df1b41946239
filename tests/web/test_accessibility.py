from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.web.browsing import DESKTOP, PHONE, SMALL, box, say, violations
from tests.web.canned import REPLIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browsing import Patient
    from tests.web.site import Site

pytestmark = pytest.mark.browser

LOOKS = {
    "phone-light": {"viewport": PHONE, "color_scheme": "light"},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "desktop-light": {"viewport": DESKTOP, "color_scheme": "light"},
    "desktop-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "contrast": {"viewport": PHONE, "forced_colors": "active"},
}
SIZES = {"small": SMALL, "phone": PHONE, "zoomed": {"width": 640, "height": 450}, "desktop": DESKTOP}
TABBABLE = "a[href]:visible, button:visible, textarea:visible, summary:visible"


def every_kind(site: Site, page: Page) -> None:
    """Fill the chat with a reply of each kind, a staff reply and a message that could not be sent."""
    for kind in REPLIES:
        say(page, f"{kind} please")
    site.desk.staff_reply(site.desk.stored[-1].conversation, "Good morning.")
    expect(page.locator(".line-staff")).to_be_visible()
    site.desk.is_broken = True
    box(page).fill("this one fails")
    box(page).press("Enter")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_rule_is_broken(site: Site, patients: Callable[..., Patient], look: dict[str, Any]) -> None:
    """WCAG 2.2 A and AA, by axe: the first screen, every kind of reply, the menu and the dialog, in every look."""
    page = patients(**look, bypass_csp=True, reduced_motion="reduce").open()
    assert violations(page) == []
    every_kind(site, page)
    page.locator(".menu summary").click()
    assert violations(page) == []
    page.get_by_role("link", name="End chat").click()
    assert violations(page) == []


def test_a_broken_rule_would_be_found(patients: Callable[..., Patient]) -> None:
    """The check has teeth: text that is too pale and a button without a name are reported."""
    page = patients(bypass_csp=True).open()
    page.locator(".status").evaluate("e => { e.style.color = '#dddddd'; }")
    page.locator(".send").evaluate("e => { e.replaceChildren(); }")
    assert {violation.split(":")[0] for violation in violations(page)} == {"color-contrast", "button-name"}


@pytest.mark.parametrize("path", ["/end", "/no-such-page", "/embed"])
def test_the_other_pages_break_none_either(patients: Callable[..., Patient], path: str) -> None:
    """The question before the end, the error page and the framed page hold to the same rules."""
    page = patients(bypass_csp=True, color_scheme="dark").open(path)
    assert violations(page) == []


def test_every_size_fits(site: Site, patients: Callable[..., Patient]) -> None:
    """At 320 pixels, at 200 % zoom, everywhere: text wraps, also one endless word, and a person stays in sight."""
    page = patients(reduced_motion="reduce").open()
    say(page, "endless" * 60)
    every_kind(site, page)
    for name, size in SIZES.items():
        page.set_viewport_size(ViewportSize(width=size["width"], height=size["height"]))
        assert page.locator("body *:visible").evaluate_all(TOO_WIDE) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        for position in (0, 1e6):
            page.evaluate("y => scrollTo(0, y)", position)
            expect(page.get_by_role("button", name="Talk to a person")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [SMALL, DESKTOP], ids=["small", "desktop"])
def test_targets_are_large(site: Site, patients: Callable[..., Patient], size: dict[str, int]) -> None:
    """Whatever can be pressed is 44 pixels high and wide at least."""
    page = patients(viewport=size, reduced_motion="reduce").open()
    every_kind(site, page)
    page.locator(".menu summary").click()
    page.locator("#ending").evaluate("dialog => dialog.showModal()")
    assert page.locator(TABBABLE).count() > 25
    assert page.locator(TABBABLE).evaluate_all(TOO_SMALL) == []


# A link inside a sentence is as high as its line (WCAG 2.5.8 exempts it), and the skip link hides.
TOO_SMALL = """all => all.filter(e => {
  const box = e.getBoundingClientRect();
  const isExempt = getComputedStyle(e).display === 'inline' || e.className === 'skip';
  return !isExempt && (box.width < 43.9 || box.height < 43.9);
}).map(e => e.outerHTML)"""
TOO_WIDE = "all => all.filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className)"


@pytest.mark.parametrize("size", [SMALL, DESKTOP], ids=["small", "desktop"])
def test_the_keyboard_reaches_everything_in_order(patients: Callable[..., Patient], size: dict[str, int]) -> None:
    """Tab goes through the page from top to bottom; what has the focus is seen and not covered (WCAG 2.4.7, 2.4.11)."""
    page = patients(viewport=size, reduced_motion="reduce").open()
    say(page, "clarify this")
    say(page, "crisis please")
    page.reload()
    count = page.locator(TABBABLE).count()
    seen = []
    for _ in range(count):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert [name for name, is_in_sight in seen if not is_in_sight] == []
    names = [name for name, _ in seen]
    assert names[:4] == ["Skip to the message box", "Talk to a person", "Chat options", "Call 988"]
    assert names[-2:] == ["message", "Send"]
    assert {"Is it safe?", "How many sessions are there?", "Text 988"} <= set(names)


# What has the focus, and whether its middle is what a finger would hit there.
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return [e.getAttribute('aria-label') || e.textContent.trim() || e.id, e === hit || e.contains(hit)];
}"""


def test_a_whole_chat_by_keyboard(page: Page) -> None:
    """Skip to the box, ask, choose, ask for a person and end: no mouse."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    page.keyboard.type("clarify this")
    page.keyboard.press("Enter")
    choice = page.get_by_role("button", name="How many sessions are there?")
    expect(choice).to_be_visible()
    while not choice.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator(".line-patient")).to_have_count(2)
    page.locator(".menu summary").focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="End this chat?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_motion_can_be_refused(site: Site, patients: Callable[..., Patient]) -> None:
    """Who asks for less motion sees none."""
    page = patients(reduced_motion="reduce").open()
    every_kind(site, page)
    assert page.evaluate("document.getAnimations().length") == 0


def test_little_height_leaves_room_to_read(patients: Callable[..., Patient]) -> None:
    """At 400 % zoom, 320 by 256, header and box scroll away with the rest instead of covering it."""
    page = patients(viewport={"width": 320, "height": 256}).open()
    say(page, "crisis please")
    positions = page.locator(".bar, .dock").evaluate_all("all => all.map(e => getComputedStyle(e).position)")
    assert positions == ["static", "static"]


def test_paper_has_the_words(patients: Callable[..., Patient]) -> None:
    """Printed, the chat is its words, without buttons that paper cannot press."""
    page = patients().open()
    say(page, "How long is a visit?")
    page.emulate_media(media="print")
    expect(page.get_by_text("45 minutes")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
