from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.browsing import DESKTOP, PHONE, box, lines, say
from tests.web.canned import PERSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browsing import Patient
    from tests.web.site import Site

pytestmark = pytest.mark.browser


def said(site: Site) -> tuple[str, ...]:
    """Return what the last patient has said."""
    return site.desk.said(site.desk.stored[-1].conversation)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_question_is_answered(patients: Callable[..., Patient], size: dict[str, int]) -> None:
    """Enter sends; question and answer stand there, the box is empty and ready for the next one."""
    page = patients(viewport=size).open()
    say(page, "How long is a visit?")
    expect(lines(page).nth(0)).to_contain_text("How long is a visit?")
    expect(lines(page).nth(1)).to_contain_text("about 45 minutes")
    expect(lines(page).nth(1)).to_be_in_viewport()
    expect(box(page)).to_have_value("")
    expect(box(page)).to_be_focused()
    assert page.url.endswith("/")


def test_shift_and_enter_make_a_new_line(site: Site, page: Page) -> None:
    """A message can have several lines."""
    box(page).press_sequentially("one")
    box(page).press("Shift+Enter")
    box(page).press_sequentially("two")
    page.get_by_role("button", name="Send").click()
    expect(lines(page)).to_have_count(2)
    assert said(site) == ("one\ntwo",)


def test_chips_choices_and_a_person_are_buttons(site: Site, page: Page) -> None:
    """Every offered question counts like its text typed; so does asking for a person."""
    page.get_by_role("button", name="Is it safe?").click()
    expect(lines(page)).to_have_count(2)
    say(page, "clarify this")
    page.get_by_role("button", name="How many sessions are there?").click()
    expect(lines(page)).to_have_count(6)
    page.get_by_role("button", name=PERSON.label).click()
    expect(lines(page)).to_have_count(8)
    expect(lines(page).last).to_contain_text("Passed to our staff")
    assert said(site) == ("Is it safe?", "clarify this", "How many sessions are there?", PERSON.text)


def test_the_crisis_card(page: Page) -> None:
    """In a crisis the reply is an alert, its first buttons are in sight and dial or write."""
    say(page, "crisis i cannot go on")
    card = page.get_by_role("alert")
    expect(card).to_contain_text("I’m really glad you told me")
    for name, href in [("Call 988", "tel:988"), ("Text 988", "sms:988"), ("Call 911", "tel:911")]:
        link = card.get_by_role("link", name=name)
        expect(link).to_have_attribute("href", href)
        expect(link).to_be_in_viewport()
    expect(card.get_by_role("link", name="Chat at 988lifeline.org")).to_have_attribute("rel", "noopener noreferrer")


def test_only_danger_interrupts(page: Page) -> None:
    """Ordinary answers are told politely, by the log; only the crisis card is an alert."""
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    say(page, "How long is a visit?")
    expect(log.get_by_role("alert")).to_have_count(0)


def test_a_sample_says_so_and_spanish_is_spanish(page: Page) -> None:
    """Content nobody has reviewed is marked; a Spanish reply is read out as Spanish; ** becomes bold."""
    say(page, "How long is a visit?")
    expect(lines(page).last).to_contain_text("Sample content, not clinically reviewed")
    say(page, "spanish please")
    reply = lines(page).last
    expect(reply.locator("[lang=es]")).to_contain_text("Una sesión dura")
    expect(reply.locator("[lang=es]")).to_contain_text("Contenido de muestra, sin revisión clínica")
    expect(reply.locator("strong")).to_have_text("45 minutos")


def test_times_are_the_patients_own(patients: Callable[..., Patient]) -> None:
    """A line's time is told where the patient is."""
    page = patients(timezone_id="Asia/Tokyo", locale="en-US").open()
    say(page, "hello")
    time = lines(page).first.locator("time")
    stamp = time.get_attribute("datetime")
    script = "([iso]) => new Date(iso).toLocaleTimeString('en', {timeZone: 'Asia/Tokyo', timeStyle: 'short'})"
    expect(time).to_have_text(page.evaluate(script, [stamp]))


def test_work_shows_only_while_there_is_work(site: Site, page: Page) -> None:
    """The dots move while the desk works on an answer and are gone with it."""
    site.desk.slowly = threading.Event()
    expect(page.locator("#working")).to_be_hidden()
    box(page).fill("How long is a visit?")
    box(page).press("Enter")
    expect(page.locator("#working")).to_be_visible()
    expect(page.get_by_text("Sending…")).to_be_visible()
    site.desk.slowly.set()
    expect(lines(page)).to_have_count(2)
    expect(page.locator("#working")).to_be_hidden()
    expect(page.get_by_text("Sending…")).to_have_count(0)


def test_messages_arrive_in_the_order_they_were_written(site: Site, page: Page) -> None:
    """Who writes faster than the desk answers is still read in order."""
    words = [f"message {number}" for number in range(6)]
    for text in words:
        box(page).fill(text)
        box(page).press("Enter")
    expect(lines(page)).to_have_count(12)
    assert said(site) == tuple(words)
    expect(page.locator("#outgoing > *")).to_have_count(0)


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_written_is_hinted_at(site: Site, page: Page, text: str) -> None:
    """An empty message gets a hint at the box; nothing is sent."""
    before = len(site.desk.stored)
    box(page).fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#hint")).to_have_text("Please write a message first, then send it.")
    expect(box(page)).to_be_focused()
    assert len(site.desk.stored) == before


def test_too_much_stays_in_the_box(site: Site, page: Page) -> None:
    """Over 10,000 characters the page says by how many, and keeps every one of them."""
    before = len(site.desk.stored)
    box(page).fill("é" * 10_003)
    box(page).press("Enter")
    expect(page.locator("#hint")).to_contain_text("3 characters too long")
    expect(box(page)).to_have_value("é" * 10_003)
    box(page).fill("é" * 9_990)
    expect(page.locator("#hint")).to_have_text("10 characters left.")
    assert len(site.desk.stored) == before


def test_invisible_text_comes_back_with_a_hint(page: Page) -> None:
    """What only the server can see to be empty is handled as gently."""
    box(page).fill("\u2060\u200b")
    box(page).press("Enter")
    expect(page.locator("#hint")).to_contain_text("Please write a message first")
    expect(page.locator("#outgoing > *")).to_have_count(0)


def test_the_menu_and_its_keys(page: Page) -> None:
    """Escape closes the menu and the focus returns to where it came from; so does a click elsewhere."""
    summary = page.locator(".menu summary")
    summary.press("Enter")
    expect(page.get_by_role("link", name="Save this chat")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Save this chat")).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.get_by_role("heading", name="Harbor Example Clinic").click()
    expect(page.get_by_role("link", name="Save this chat")).to_be_hidden()


def test_ending_asks_first(page: Page) -> None:
    """Ending takes two steps; Escape keeps the chat, the second step empties this device."""
    say(page, "a private thing")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="End chat").click()
    expect(page.get_by_role("dialog", name="End this chat?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator(".menu summary").click()
    page.get_by_role("link", name="End chat").click()
    page.get_by_role("link", name="Keep chatting").click()
    expect(lines(page)).to_have_count(2)
    page.locator(".menu summary").click()
    page.get_by_role("link", name="End chat").click()
    page.get_by_role("button", name="End chat").click()
    expect(lines(page)).to_have_count(0)
    page.go_back()
    expect(page.get_by_text("a private thing")).to_have_count(0)


def test_the_transcript_downloads(page: Page) -> None:
    """The chat can be kept as a file."""
    say(page, "How long is a visit?")
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save this chat").click()
    assert download.value.suggested_filename == "chat-transcript.txt"
    assert "How long is a visit?" in download.value.path().read_text(encoding="utf-8")


def test_the_browser_keeps_no_words(page: Page) -> None:
    """Nothing of the chat lies in the browser's storage, and no script can read the cookie."""
    say(page, "a private thing")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("indexedDB.databases()") == []


# Texts that try to be more than text: in HTML, attributes, scripts, addresses, styles and templates.
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "</template><script>alert(1)</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>*{display:none}</style>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action='https://evil.example/'><button>x</button></form>",
    "{{ 7*7 }} {% raw %} ${alert(1)}",
    "**<b onmouseover=alert(1)>bold</b>**",
    "data: x\n\nevent: message\nid: 99999\ndata: <script>alert(1)</script>",
    "javascript:alert(1)//&lt;script&gt;",
    "\u202etxet desrever\u2066",
)


def test_texts_stay_texts(site: Site, page: Page) -> None:
    """Whatever a patient or staff writes is shown as it was written and does nothing: sent, live and after a reload."""
    for text in PAYLOADS:
        say(page, text)
    conversation = site.desk.stored[-1].conversation
    for text in PAYLOADS:
        site.desk.staff_reply(conversation, text, name=text)
    expect(lines(page)).to_have_count(3 * len(PAYLOADS))
    for _ in range(2):
        assert page.locator(".line-patient .words").all_text_contents() == list(PAYLOADS)
        assert page.locator(".line-staff .words").all_text_contents() == list(PAYLOADS)
        assert page.locator(".line-staff .name").all_text_contents() == list(PAYLOADS)
        assert page.locator("#log :is(script, iframe, img, style, base, meta, svg, math)").count() == 0
        page.reload()
