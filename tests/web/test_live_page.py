from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.settings import Settings
from tests.web.browsing import box, lines, say
from tests.web.site import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.web.browsing import Patient
    from tests.web.site import Site

pytestmark = pytest.mark.browser


def write(page: Page, text: str) -> None:
    """Send a message without waiting for its answer."""
    box(page).fill(text)
    box(page).press("Enter")


def swallow_answer(route: Route) -> None:
    """Let the request through and lose its answer."""
    route.fetch()
    route.abort()


def test_a_reload_and_a_second_tab_show_the_same_chat(site: Site, patients: Callable[..., Patient]) -> None:
    """One browser has one chat: kept over a reload, live in every tab, whoever writes."""
    browser = patients()
    first = browser.open()
    say(first, "How long is a visit?")
    first.reload()
    expect(lines(first)).to_have_count(2)
    second = browser.open()
    expect(lines(second)).to_have_count(2)
    say(second, "And is it safe?")
    expect(lines(first)).to_have_count(4)
    site.desk.staff_reply(site.desk.stored[-1].conversation, "Good morning.")
    for page in (first, second):
        expect(lines(page)).to_have_count(5)
        expect(lines(page).last).to_contain_text("Maria Lopez")
        expect(lines(page).last).to_contain_text("Clinic staff")


def test_another_visitor_sees_nothing_live(site: Site, patients: Callable[..., Patient]) -> None:
    """What is said in one chat never appears in another that is open at the same time."""
    one, other = patients().open(), patients().open()
    say(other, "hello from the other")
    say(one, "my secret word is marmalade")
    site.desk.staff_reply(site.desk.stored[-1].conversation, "marmalade, noted")
    expect(lines(one)).to_have_count(3)
    say(other, "hello again")
    expect(lines(other)).to_have_count(4)
    expect(other.get_by_text("marmalade")).to_have_count(0)


def test_what_was_missed_comes_after_the_outage(site: Site, page: Page) -> None:
    """Lines written while the telephone was offline appear when it is back: each once, in order, without a reload."""
    say(page, "hello")
    conversation = site.desk.stored[-1].conversation
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    for number in range(3):
        site.desk.staff_reply(conversation, f"reply {number}")
    page.context.set_offline(False)
    expect(page.locator(".line-staff .words")).to_have_text(["reply 0", "reply 1", "reply 2"])
    expect(page.get_by_text("You are offline.")).to_have_count(0)
    site.desk.staff_reply(conversation, "reply 3")
    expect(page.locator(".line-staff .words")).to_have_text(["reply 0", "reply 1", "reply 2", "reply 3"])


def test_a_restarted_server_goes_on(patients: Callable[..., Patient]) -> None:
    """After a restart the open page finds its way back by itself and shows what was written meanwhile, once."""
    with running(Settings(_env_file=None)) as site:
        page = patients(url=site.url).open()
        say(page, "hello")
    expect(page.get_by_text("Connection lost. Trying again…")).to_be_visible()
    site.desk.staff_reply(site.desk.stored[-1].conversation, "Good morning.")
    with running(Settings(_env_file=None), desk=site.desk, port=site.port):
        expect(page.locator(".line-staff .words")).to_have_text(["Good morning."])
        expect(page.get_by_text("Connection lost. Trying again…")).to_have_count(0)
        expect(lines(page)).to_have_count(3)
        page.close()


def test_a_dead_stream_is_replaced(site: Site, patients: Callable[..., Patient]) -> None:
    """A connection that died without a word is noticed by its silence: a new stream brings what was missed."""
    browser = patients()
    browser.context.clock.install()
    page = browser.open()
    say(page, "hello")
    with page.expect_request("**/events?after=*"):
        page.clock.fast_forward(60_000)
    site.desk.staff_reply(site.desk.stored[-1].conversation, "Good morning.")
    expect(page.locator(".line-staff .words")).to_have_text(["Good morning."])


def test_a_message_that_did_not_leave_can_be_sent_again(site: Site, page: Page) -> None:
    """Offline the page itself shows the lines and the phone; the same message goes out once the network is back."""
    page.context.set_offline(True)
    write(page, "crisis please help")
    expect(page.get_by_text("Not sent.", exact=True)).to_be_visible()
    card = page.get_by_role("alert")
    expect(card).to_contain_text("I could not reach our staff")
    expect(card.get_by_role("link", name="Call 988")).to_be_in_viewport()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(lines(page)).to_have_count(2)
    expect(page.get_by_text("Not sent.", exact=True)).to_have_count(0)
    expect(box(page)).to_be_focused()
    assert site.desk.said(site.desk.stored[-1].conversation) == ("crisis please help",)


def test_an_answer_that_was_lost_is_not_asked_twice(site: Site, page: Page) -> None:
    """The message arrived, its answer did not: trying again shows the one answer, and staff see one message."""
    page.route("**/messages", swallow_answer)
    write(page, "How long is a visit?")
    expect(lines(page)).to_have_count(2)
    page.unroute("**/messages")
    again = page.get_by_role("button", name="Try again")
    if again.count():
        again.click()
    expect(page.locator("#outgoing > *")).to_have_count(0)
    expect(lines(page)).to_have_count(2)
    assert site.desk.said(site.desk.stored[-1].conversation) == ("How long is a visit?",)


def test_a_store_that_fails_is_told_with_the_lines(site: Site, page: Page) -> None:
    """Nothing could be stored: the card says that nobody was reached and how to reach help; later it goes through."""
    site.desk.is_broken = True
    write(page, "crisis please help")
    expect(page.get_by_role("alert")).to_contain_text("I could not reach our staff")
    expect(page.get_by_text("Not sent. We could not store that")).to_be_visible()
    site.desk.heal()
    page.get_by_role("button", name="Try again").click()
    expect(lines(page)).to_have_count(2)
    assert site.desk.said(site.desk.stored[-1].conversation) == ("crisis please help",)


def test_any_error_of_ours_shows_the_lines(site: Site, page: Page) -> None:
    """Whatever breaks on the server, the patient reads how to reach help and can try again."""
    site.desk.failure = RuntimeError("words")
    write(page, "hello")
    expect(page.get_by_role("alert").get_by_role("link", name="Call 988")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_a_chat_that_was_ended_disappears_from_the_other_tab(patients: Callable[..., Patient]) -> None:
    """Ending empties every tab; what is written there next begins the new chat."""
    browser = patients()
    first, second = browser.open(), browser.open()
    say(first, "a private thing")
    expect(lines(second)).to_have_count(2)
    first.goto(first.url + "end")
    first.get_by_role("button", name="End chat").click()
    expect(lines(first)).to_have_count(0)
    write(second, "a new beginning")
    expect(lines(second)).to_have_count(2)
    for page in (first, second):
        expect(lines(page)).to_have_count(2)
        expect(page.get_by_text("a private thing")).to_have_count(0)


def test_ending_in_the_dialog_empties_the_other_tab_at_once(patients: Callable[..., Patient]) -> None:
    """Nobody who looks at the other tab can read on."""
    browser = patients()
    first, second = browser.open(), browser.open()
    say(first, "a private thing")
    expect(lines(second)).to_have_count(2)
    first.locator(".menu summary").click()
    first.get_by_role("link", name="End chat").click()
    first.get_by_role("button", name="End chat").click()
    expect(lines(second)).to_have_count(0)
    expect(second.get_by_text("ended in another tab")).to_be_visible()


def test_a_waiting_tab_counts_what_staff_wrote(site: Site, patients: Callable[..., Patient]) -> None:
    """A tab nobody looks at shows in its title how many replies wait, and forgets it when looked at."""
    browser = patients()
    browser.context.add_init_script("Document.prototype.hasFocus = () => window.isWatched === true")
    page = browser.open()
    say(page, "hello")
    site.desk.staff_reply(site.desk.stored[-1].conversation, "Good morning.")
    expect(page).to_have_title("(1) Chat with Harbor Example Clinic")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page).to_have_title("Chat with Harbor Example Clinic")
