from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.inbox.parts import BILLING, CLINICAL, CRISIS, PASSWORD, House

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.browser

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>click</a>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<style>*{display:none}</style>",
    "\u202eesrever \u2066isolate",
    "<form action=https://evil.example><input name=password>",
]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Wait longer than usual, a busy machine is slow; send replies at once, but where taking one back is tested."""
    expect.set_options(timeout=20_000)
    monkeypatch.setattr("bot.inbox.casefile.UNDO_SECONDS", 0)
    yield
    expect.set_options(timeout=None)


@contextmanager
def opened(chromium: Browser, *, has_script: bool = True) -> Iterator[Page]:
    """Open a page that fails the test on a dialog, a script error, a blocked resource or a request to elsewhere."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=has_script)
    page = context.new_page()
    wrong: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda asked: wrong.append(asked.url) if "//127.0.0.1:" not in asked.url else None)
    yield page
    context.close()
    assert wrong == []


def sign_in(page: Page, url: str, path: str = "/staff") -> None:
    """Sign in through the form."""
    page.goto(url + path)
    page.get_by_label("Username").fill("rosa")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(url + path)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_from_the_login_to_a_resolved_case(chromium: Browser, house: House, url: str, *, has_script: bool) -> None:
    """Sign in, see the queue, open a case, reply, resolve, find it under Done: with and without JavaScript."""
    house.say("how much is one visit?", BILLING)
    with opened(chromium, has_script=has_script) as page:
        sign_in(page, url)
        page.get_by_role("link", name="About cost or insurance").click()
        page.get_by_label("Reply to the patient").fill("We will call you today.")
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("log")).to_contain_text("We will call you today.")
        expect(page.get_by_label("Reply to the patient")).to_have_value("")
        page.locator("#resolve summary").click()
        page.get_by_role("button", name="Answered").click()
        expect(page.get_by_text("No one is waiting")).to_be_visible()
        page.get_by_role("link", name="Done").click()
        page.get_by_role("link", name="About cost or insurance").click()
        expect(page.get_by_text("This case was resolved by Rosa Diaz: answered")).to_be_visible()
        expect(page.get_by_label("Reply to the patient")).to_have_count(0)
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert house.texts()[-1] == "We will call you today."


def test_a_crisis_is_resolved_with_a_second_question(chromium: Browser, house: House, url: str) -> None:
    """The button leads to a page that asks; going back changes nothing."""
    case = house.wait_for("I want to die", CRISIS)
    with opened(chromium) as page:
        sign_in(page, url, f"/staff/cases/{case.id}")
        page.locator("#resolve summary").click()
        page.get_by_role("button", name="Spoke with them").click()
        page.get_by_role("link", name="Back to the conversation").click()
        page.locator("#resolve summary").click()
        page.get_by_role("button", name="Sent to care").click()
        expect(page.get_by_role("radio", name="Sent to care")).to_be_checked()
        page.get_by_role("button", name="Yes, resolve this case").click()
        expect(page.get_by_role("status").filter(has_text=f"Case {case.id} is resolved")).to_be_visible()
    assert house.store.cases.open_cases() == ()


def test_a_new_case_appears_by_itself(chromium: Browser, house: House, url: str) -> None:
    """No reload: the row, the count, the title, and one sentence for a screen reader."""
    with opened(chromium) as page:
        sign_in(page, url)
        expect(page.get_by_text("No one is waiting")).to_be_visible()
        house.say("hello", CLINICAL)
        expect(page.get_by_role("link", name="Needs clinical judgment")).to_be_visible()
        expect(page).to_have_title("Open · Staff inbox")
        expect(page.locator("#told")).to_have_text("One new case is waiting.")


def test_a_colleague_s_close_empties_the_row(chromium: Browser, house: House, url: str) -> None:
    """What someone else resolved leaves this page too, though nothing was said."""
    case = house.wait_for("hello")
    colleague = house.signed_in(url)
    with opened(chromium) as page:
        sign_in(page, url)
        expect(page.get_by_role("link", name="About cost or insurance")).to_be_visible()
        colleague.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "99", "resolution": "answered"})
        expect(page.get_by_text("No one is waiting")).to_be_visible()


def test_the_queue_keeps_the_focus_when_it_is_renewed(chromium: Browser, house: House, url: str) -> None:
    """Who is on a link with the keyboard stays on it while rows come and go."""
    case = house.wait_for("hello")
    with opened(chromium) as page:
        sign_in(page, url)
        page.get_by_role("link", name="About cost or insurance").focus()
        house.say("help", CRISIS, conversation="c2")
        expect(page.get_by_role("link", name="Someone may be in danger now")).to_be_visible()
        expect(page.locator(f'a[href="/staff/cases/{case.id}"]')).to_be_focused()


def test_what_the_patient_writes_appears_by_itself(chromium: Browser, house: House, url: str) -> None:
    """The typed reply stays; after it has been on screen for a moment it counts as read and the reply goes through."""
    case = house.wait_for("hello")
    with opened(chromium) as page:
        sign_in(page, url, f"/staff/cases/{case.id}")
        page.get_by_label("Reply to the patient").fill("half a sentence")
        number = house.say("one more thing")
        expect(page.get_by_role("log")).to_contain_text("one more thing")
        expect(page.get_by_label("Reply to the patient")).to_have_value("half a sentence")
        expect(page.locator("#reply input[name=last_seen]")).to_have_value(str(number))
        page.get_by_role("button", name="Send reply").click()
        expect(page.locator("#told")).to_have_text("Reply sent.")
    assert house.texts()[-1] == "half a sentence"


def test_an_outdated_reply_is_held_back(chromium: Browser, house: House, url: str) -> None:
    """The notice stands above the box, what was typed is in it, and sending again works."""
    case = house.wait_for("hello")
    with opened(chromium) as page:
        sign_in(page, url, f"/staff/cases/{case.id}")
        page.locator("#reply input[name=last_seen]").evaluate("field => { field.value = '0' }")
        page.get_by_label("Reply to the patient").fill("too quick")
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("alert")).to_contain_text("New message since you opened this")
        expect(page.get_by_label("Reply to the patient")).to_have_value("too quick")
        assert "too quick" not in house.texts()
        page.get_by_role("button", name="Send reply").click()
        expect(page.locator("#told")).to_have_text("Reply sent.")
        expect(page.get_by_role("alert")).to_have_count(0)
    assert house.texts().count("too quick") == 1


def test_a_double_click_says_it_once(chromium: Browser, house: House, url: str) -> None:
    """Two presses of the button are one reply."""
    case = house.wait_for("hello")
    with opened(chromium) as page:
        sign_in(page, url, f"/staff/cases/{case.id}")
        page.get_by_label("Reply to the patient").fill("only once")
        page.get_by_role("button", name="Send reply").dblclick()
        expect(page.locator("#told")).to_have_text("Reply sent.")
        expect(page.locator(".line-staff")).to_have_count(1)
    assert house.texts().count("only once") == 1


def test_a_reply_that_did_not_get_through_is_kept(chromium: Browser, house: House, url: str) -> None:
    """Without a connection the text stays and says that it was not sent; sending it again says it once."""
    case = house.wait_for("hello")
    with opened(chromium) as page:
        sign_in(page, url, f"/staff/cases/{case.id}")
        page.get_by_label("Reply to the patient").fill("hold on")
        page.context.set_offline(True)
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("alert")).to_contain_text("Not sent")
        expect(page.get_by_label("Reply to the patient")).to_have_value("hold on")
        page.context.set_offline(False)
        page.get_by_role("button", name="Send reply").click()
        expect(page.locator("#told")).to_have_text("Reply sent.")
    assert house.texts().count("hold on") == 1


def test_what_happened_while_offline_is_caught_up(chromium: Browser, house: House, url: str) -> None:
    """A reply and a close by a colleague arrive once the connection is back: shown once, and the box is gone (R31)."""
    case = house.wait_for("hello")
    colleague = house.signed_in(url)
    with opened(chromium) as page:
        sign_in(page, url, f"/staff/cases/{case.id}")
        page.context.set_offline(True)
        colleague.reply(case, "I have it")
        colleague.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "99", "resolution": "answered"})
        page.context.set_offline(False)
        expect(page.get_by_text("I have it")).to_have_count(1, timeout=20_000)
        expect(page.get_by_label("Reply to the patient")).to_have_count(0)
        expect(page.locator("#lost")).to_be_hidden()


def test_a_session_that_ends_keeps_what_was_typed(chromium: Browser, house: House, url: str) -> None:
    """The page asks to sign in elsewhere; then the same text goes out."""
    case = house.wait_for("hello")
    with opened(chromium) as page:
        sign_in(page, url, f"/staff/cases/{case.id}")
        page.get_by_label("Reply to the patient").fill("a long thought")
        house.clock.move(hours=house.settings.session_hours)
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("alert")).to_contain_text("You have been signed out")
        with page.context.expect_page() as other:
            page.get_by_role("link", name="Sign in (new tab)").click()
        sign_in(other.value, url)
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("log")).to_contain_text("a long thought")
    assert house.texts()[-1] == "a long thought"


def test_everything_can_be_done_with_the_keyboard(chromium: Browser, house: House, url: str) -> None:
    """Tab, Enter and typing are enough, from the login to the reply; the focus is always to be seen."""
    house.say("hello", BILLING)
    with opened(chromium) as page:
        page.goto(f"{url}/staff")
        expect(page.get_by_label("Username")).to_be_focused()
        page.keyboard.type("rosa")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Routine, due first on top")).to_be_visible()
        page.wait_for_load_state()  # until then the browser itself moves the focus to a link's target once more
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("j")
        expect(page.get_by_role("link", name="About cost or insurance")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}/staff/cases/1")
        _tab_to(page, "text")
        page.keyboard.type("Hi there")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("log")).to_contain_text("Hi there")
        expect(page.get_by_label("Reply to the patient")).to_be_focused()


@pytest.mark.parametrize("path", ["queue", "case", "done"])
@pytest.mark.parametrize("way", ["written before", "written while the page is open"])
def test_nothing_a_patient_writes_runs(chromium: Browser, house: House, url: str, path: str, way: str) -> None:
    """No dialog, no blocked script, no form to elsewhere, nothing hidden: in every list and live."""
    case = house.wait_for("hello", CLINICAL)
    with opened(chromium) as page:
        address = {"queue": "/staff", "case": f"/staff/cases/{case.id}", "done": "/staff/done"}[path]
        if way == "written while the page is open":
            sign_in(page, url, address)
        for attack in ATTACKS:
            house.say(attack, CLINICAL)
        if way == "written before":
            sign_in(page, url, address)
        house.say("the last line", CLINICAL)
        if path != "done":
            expect(page.get_by_text("the last line")).to_be_visible()
        assert page.locator("main script, main iframe, main img, main style, form[action*=evil]").count() == 0


@pytest.mark.parametrize("path", ["/staff", "/staff/done", "/staff/cases/1", "/staff/cases/1/resolve", "/staff/login"])
def test_a_narrow_screen_needs_no_sideways_scrolling(chromium: Browser, house: House, url: str, path: str) -> None:
    """Everything fits into 320 px, long words included (WCAG 1.4.10)."""
    house.say("word " * 30 + "Donaudampfschifffahrtsgesellschaftskapitän" * 4, CRISIS)
    with opened(chromium) as page:
        page.set_viewport_size({"width": 320, "height": 640})
        if path != "/staff/login":
            sign_in(page, url)
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_page_uses_the_room_it_has(chromium: Browser, house: House, url: str) -> None:
    """What was found fills the page; on a small notebook, under an alarm, the conversation can be read."""
    danger = house.wait_for("I want to die", CRISIS)
    with opened(chromium) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        sign_in(page, url)
        page.get_by_role("searchbox").fill("die")
        page.keyboard.press("Enter")
        found = page.locator("#found").bounding_box()
        assert found is not None
        assert found["width"] > 900
        page.goto(f"{url}/staff/cases/{danger.id}")
        thread = page.locator("#thread").bounding_box()
        assert thread is not None
        assert thread["height"] > 150


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this id has the focus; each stop on the way can be seen."""
    for _ in range(45):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        if page.evaluate("document.activeElement.id") == name:
            return
    pytest.fail(f"no way to {name} with Tab")
