from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.settings import Settings
from tests.web.browsing import DESKTOP, PHONE, Patient, patient, violations
from tests.web.host import Host, hosting
from tests.web.site import Site, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, FrameLocator, Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hosted() -> Iterator[tuple[Host, Site]]:
    """Serve a site that carries the widget, and its desk."""
    with hosting() as host, running(Settings(frame_ancestors=(host.own, host.other), _env_file=None)) as site:
        yield host, site


@pytest.fixture
def host(hosted: tuple[Host, Site]) -> Host:
    """Return the site, carrying the widget as documented."""
    hosted[0].carry(hosted[1].url)
    hosted[0].policy = ""
    return hosted[0]


@pytest.fixture
def desk(hosted: tuple[Host, Site]) -> Site:
    """Return the desk behind the widget."""
    return hosted[1]


@pytest.fixture
def visit(chromium: Browser, host: Host) -> Iterator[Callable[..., Page]]:
    """Return what opens the site; afterwards nothing may have gone wrong there."""
    made: list[Patient] = []

    def open_site(url: str = "", **options: object) -> Page:
        made.append(patient(chromium, url or host.own, **({"viewport": DESKTOP} | options)))
        return made[-1].open()

    yield open_site
    for one in made:
        one.context.close()
        assert one.faults == []


def chat(page: Page) -> FrameLocator:
    """Return the page inside the frame."""
    return page.frame_locator("frontdesk-chat iframe")


def box(page: Page) -> Locator:
    """Return the box to write in, ready: it has the focus when the scripts of the page and of the frame have run."""
    found = chat(page).get_by_role("textbox", name="Your message")
    expect(found).to_be_focused()
    return found


def say(page: Page, text: str) -> None:
    """Send a message in the frame."""
    box(page).fill(text)
    box(page).press("Enter")


def ask(page: Page, text: str) -> None:
    """Send a message in the frame and wait for its answer."""
    lines = chat(page).locator("#log [data-number]")
    before = lines.count()
    say(page, text)
    expect(lines).to_have_count(before + 2)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_site_cannot_reach_the_launcher(visit: Callable[..., Page], size: dict[str, int]) -> None:
    """Whatever the site's style sheet says: the launcher stands in its corner, readable and large enough."""
    page = visit(viewport=size)
    launcher = page.get_by_role("button", name="Chat with us")
    expect(launcher).to_be_in_viewport(ratio=1)
    found = launcher.bounding_box()
    assert found is not None
    assert found["height"] >= 44
    assert size["width"] - (found["x"] + found["width"]) == pytest.approx(16, abs=1)
    style = "e => { const s = getComputedStyle(e); return [s.fontSize, s.color, s.opacity, s.letterSpacing]; }"
    assert launcher.evaluate(style) == ["16px", "rgb(255, 255, 255)", "1", "normal"]


def test_nothing_on_the_site_moves(host: Host, visit: Callable[..., Page]) -> None:
    """The site's own words stand where they stood without the widget, closed and open."""
    carried, host.script = host.script, ""
    measure = "[document.body.scrollHeight, document.body.scrollWidth, text.getBoundingClientRect().top]"
    bare = visit().evaluate(measure)
    host.script = carried
    page = visit()
    page.get_by_role("button", name="Chat with us").click()
    expect(chat(page).get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(measure) == bare


def test_a_chat_in_the_frame(desk: Site, visit: Callable[..., Page]) -> None:
    """The launcher opens the chat and hands over the focus; Escape closes it and hands the focus back."""
    page = visit()
    launcher = page.get_by_role("button", name="Chat with us")
    launcher.click()
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(chat(page).get_by_role("textbox", name="Your message")).to_be_focused()
    expect(chat(page).get_by_text("Not for emergencies.")).to_be_in_viewport(ratio=1)
    ask(page, "How long is a visit?")
    assert desk.desk.said(desk.desk.stored[-1].conversation) == ("How long is a visit?",)
    page.keyboard.press("Escape")
    expect(page.locator("frontdesk-chat iframe")).to_be_hidden()
    expect(launcher).to_have_attribute("aria-expanded", "false")
    expect(launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat(page).get_by_text("about 45 minutes")).to_be_visible()


def test_a_telephone_gives_the_chat_the_whole_screen(visit: Callable[..., Page]) -> None:
    """On a small screen the chat fills it, and a button inside closes it."""
    page = visit(viewport=PHONE)
    page.get_by_role("button", name="Chat with us").click()
    assert page.locator("frontdesk-chat iframe").bounding_box() == {"x": 0, "y": 0, **PHONE}
    expect(page.get_by_role("button", name="Chat with us")).to_be_hidden()
    chat(page).get_by_role("button", name="Close chat").click()
    expect(page.get_by_role("button", name="Chat with us")).to_be_focused()


def test_the_chat_survives_the_next_page(visit: Callable[..., Page]) -> None:
    """A patient who reads on keeps the open chat and what was said in it."""
    page = visit()
    page.get_by_role("button", name="Chat with us").click()
    ask(page, "How long is a visit?")
    page.goto(page.url + "next")
    expect(chat(page).get_by_text("about 45 minutes")).to_be_visible()
    page.get_by_role("button", name="Chat with us").click()
    page.reload()
    expect(page.locator("frontdesk-chat iframe")).to_have_count(0)
    assert page.evaluate("Object.values(sessionStorage).concat(Object.values(localStorage))") == ["0"]


def test_the_site_can_open_and_close(visit: Callable[..., Page]) -> None:
    """The site's own buttons can open and close the chat."""
    page = visit()
    page.get_by_role("button", name="Chat with us").wait_for()
    page.evaluate("FrontDesk.open()")
    expect(page.locator("frontdesk-chat iframe")).to_be_visible()
    page.evaluate("FrontDesk.close()")
    expect(page.locator("frontdesk-chat iframe")).to_be_hidden()


def test_a_closed_chat_counts_what_staff_wrote(desk: Site, visit: Callable[..., Page]) -> None:
    """A reply that comes while the chat is closed shows as a number on the launcher, and only as a number."""
    page = visit()
    page.context.add_init_script("Document.prototype.hasFocus = () => false")
    page.reload()
    page.get_by_role("button", name="Chat with us").click()
    ask(page, "hello")
    page.get_by_role("button", name="Chat with us").click()
    desk.desk.staff_reply(desk.desk.stored[-1].conversation, "Good morning.")
    expect(page.locator("frontdesk-chat .badge")).to_have_text("1")
    expect(page.get_by_text("Good morning.")).to_be_hidden()


@pytest.mark.parametrize(
    ("attributes", "color", "is_left"),
    [
        ('data-position="left" data-color="#FFDD00"', ["rgb(255, 221, 0)", "rgb(0, 0, 0)"], True),
        ('data-color="#123456"', ["rgb(18, 52, 86)", "rgb(255, 255, 255)"], False),
        ('data-color="red;position:static"', ["rgb(15, 107, 107)", "rgb(255, 255, 255)"], False),
    ],
    ids=["left", "dark", "nonsense"],
)
def test_place_and_color(
    hosted: tuple[Host, Site], visit: Callable[..., Page], attributes: str, *, color: list[str], is_left: bool
) -> None:
    """The site chooses side and color; the text is black or white, whichever reads better; nonsense is ignored."""
    host, desk = hosted
    host.carry(desk.url, attributes)
    launcher = visit().get_by_role("button", name="Chat with us")
    found = launcher.bounding_box()
    assert found is not None
    assert (found["x"] < DESKTOP["width"] / 2) is is_left
    assert launcher.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]") == color


def test_the_label_is_the_sites(host: Host, desk: Site, visit: Callable[..., Page]) -> None:
    """The site words the button, as text."""
    host.carry(desk.url, 'data-label="Ask <b>us</b>"')
    expect(visit().get_by_role("button", name="Ask <b>us</b>")).to_be_visible()


def test_the_launcher_can_be_left_out(host: Host, desk: Site, visit: Callable[..., Page]) -> None:
    """A site with a button of its own shows no second one."""
    host.carry(desk.url, 'data-launcher="hidden"')
    page = visit()
    page.wait_for_selector("frontdesk-chat", state="attached")
    expect(page.get_by_role("button", name="Chat with us")).to_have_count(0)
    page.evaluate("FrontDesk.open()")
    expect(page.locator("frontdesk-chat iframe")).to_be_visible()


def test_a_strict_site_can_carry_it(chromium: Browser, host: Host, desk: Site) -> None:
    """A site whose own policy bars inline styles and scripts needs to allow nothing but the desk."""
    host.policy = f"default-src 'none'; script-src {desk.url}; frame-src {desk.url}; style-src 'none'"
    strict = patient(chromium, host.own, viewport=DESKTOP)
    page = strict.open()
    launcher = page.get_by_role("button", name="Chat with us")
    assert launcher.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(15, 107, 107)"
    launcher.click()
    expect(chat(page).get_by_role("heading", level=1)).to_be_visible()
    strict.context.close()
    # The one thing that the policy bars is the site's own inline style sheet.
    assert len(strict.faults) == 1


def test_without_scripts_there_is_a_link(desk: Site, visit: Callable[..., Page]) -> None:
    """Where scripts are blocked the documented link leads to the page."""
    page = visit(java_script_enabled=False)
    expect(page.get_by_role("link", name="Chat with our front desk")).to_have_attribute("href", f"{desk.url}/")


def test_messages_from_others_do_nothing(visit: Callable[..., Page]) -> None:
    """Neither the site's own scripts nor the frame's can pass for the other side."""
    page = visit()
    page.get_by_role("button", name="Chat with us").click()
    expect(chat(page).get_by_role("textbox", name="Your message")).to_be_focused()
    page.evaluate("postMessage({type: 'frontdesk:close'}, '*')")
    page.evaluate("postMessage({type: 'frontdesk:unread', unread: 9}, '*')")
    page.evaluate("postMessage(null, '*')")
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    expect(page.locator("frontdesk-chat iframe")).to_be_visible()
    expect(page.locator("frontdesk-chat .badge")).to_be_hidden()


def test_a_frame_answers_only_those_who_may_frame_it(desk: Site, visit: Callable[..., Page]) -> None:
    """The framed page, opened by itself, takes no greeting from its own window and shows no close button."""
    page = visit(desk.url)
    page.goto(desk.url + "/embed")
    page.evaluate("postMessage('frontdesk:hello', '*')")
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    expect(page.get_by_role("button", name="Close chat")).to_be_hidden()


@pytest.mark.parametrize("path", ["/embed", "/"])
def test_a_site_that_is_not_named_cannot_frame_it(chromium: Browser, host: Host, path: str) -> None:
    """Neither page appears inside a site that the settings do not name; / appears inside nobody's."""
    ancestors = () if path == "/embed" else (host.own,)
    with running(Settings(frame_ancestors=ancestors, _env_file=None)) as site:
        host.script = f'<iframe id="framed" src="{site.url}{path}"></iframe>'
        hostile = patient(chromium, host.own)
        page = hostile.open()
        expect(page.frame_locator("#framed").get_by_role("textbox")).to_have_count(0)
        hostile.context.close()
    assert any("frame-ancestors" in fault for fault in hostile.faults)


def test_another_site_keeps_its_chat_over_https(chromium: Browser) -> None:
    """Inside another site the chat has a cookie of its own, partitioned by that site: kept there, unknown elsewhere."""
    with (
        hosting() as host,
        running(Settings(frame_ancestors=(host.own, host.other), is_secure=True, _env_file=None)) as site,
    ):
        host.carry(site.url)
        browser = patient(chromium, host.other, viewport=DESKTOP)
        page = browser.open()
        page.get_by_role("button", name="Chat with us").click()
        ask(page, "How long is a visit?")
        page.reload()
        expect(chat(page).get_by_text("about 45 minutes")).to_be_visible()
        assert len({line.conversation for line in site.desk.stored}) == 1
        elsewhere = browser.context.new_page()
        elsewhere.goto(site.url)
        expect(elsewhere.get_by_text("about 45 minutes")).to_have_count(0)
        browser.context.close()
    assert browser.faults == []


def test_a_browser_that_keeps_no_cookie_still_gets_answers(host: Host, visit: Callable[..., Page]) -> None:
    """Where the browser blocks the cookie each message is answered, and a link leads to the chat's own window."""
    page = visit(host.other)
    page.get_by_role("button", name="Chat with us").click()
    for text in ("crisis please", "crisis again"):
        say(page, text)
        expect(chat(page).locator(".line-patient .words")).to_have_text([text])
        expect(chat(page).get_by_role("alert").get_by_role("link", name="Call 988")).to_be_visible()
    expect(chat(page).get_by_role("link", name="Open the chat in its own window")).to_have_attribute("target", "_blank")


def test_no_rule_is_broken_on_the_site(visit: Callable[..., Page]) -> None:
    """The launcher and the frame have names and contrast, whatever the site's sheet does."""
    page = visit(bypass_csp=True)
    page.get_by_role("button", name="Chat with us").click()
    expect(chat(page).get_by_role("heading", level=1)).to_be_visible()
    assert [found for found in violations(page) if "frontdesk-chat" in found] == []
