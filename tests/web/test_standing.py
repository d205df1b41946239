"""What a patient sees while a person is waited for, and how they can be reached when the page is closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pydantic import SecretStr

from bot.channels.web.reach import Reach
from bot.channels.web.standing import masked
from bot.model import CaseState, Disposition, Language, PatientContact, Priority, Queue
from bot.settings import Settings
from bot.waiting import Means
from bot.wording.standing import standing
from tests.desk.test_states import NOW, OPEN, PAGED, ROSA
from tests.web.browsing import say
from tests.web.canned import CLINIC
from tests.web.client import Client
from tests.web.site import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Case
    from tests.web.browsing import Patient
    from tests.web.site import Site

SEEN = replace(PAGED, state=CaseState.ACKNOWLEDGED, acknowledged_at=NOW, acknowledged_by="Rosa")
CLAIMED = replace(OPEN, state=CaseState.CLAIMED, owner_id=ROSA.id, owner="Rosa")


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(OPEN, "nobody has taken it yet", id="open"),
        pytest.param(PAGED, "Nobody from our staff has seen the urgent alert yet. Please don't wait", id="paged"),
        pytest.param(SEEN, "Rosa from our staff has seen your message", id="seen"),
        pytest.param(CLAIMED, "Rosa from our staff has this conversation", id="claimed"),
        pytest.param(replace(CLAIMED, state=CaseState.WAITING), "Rosa from our staff has this", id="waiting"),
    ],
)
def test_the_truth_at_each_stage(site: Site, visitor: Client, case: Case, words: str) -> None:
    """The page says who has it, and never that somebody acts who has not said so."""
    visitor.say("person please")
    site.desk.waiting[visitor.conversation] = case
    assert words in visitor.get("/").text.replace("&#39;", "'")


def test_a_closed_office_says_when_it_opens() -> None:
    """At night the patient learns when people are there."""
    told = standing(OPEN, CLINIC, now=NOW.replace(hour=5), language=Language.ENGLISH)
    assert told.startswith("Waiting for a person from our staff; nobody has taken it yet. The office is closed now")


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("555-0177", PatientContact(name="Ana", phone="555-0177")),
        ("+1 (202) 555-0177 ext. 12", PatientContact(name="Ana", phone="+1 (202) 555-0177 ext. 12")),
        ("ana@example.com", PatientContact(name="Ana", email="ana@example.com")),
        ("55", None),
        ("ana at example", None),
        ("......-", None),
        ("", None),
    ],
)
def test_what_can_be_called_or_written_to(typed: str, contact: PatientContact | None) -> None:
    """A slip of the finger is told at once, while the patient is still there."""
    assert Reach(name="Ana", typed=typed).contact == contact


def test_a_number_is_kept_and_shown_in_part(site: Site, visitor: Client) -> None:
    """It stands with the case; on the screen only enough to recognize it."""
    visitor.say("person please")
    site.desk.waiting[visitor.conversation] = OPEN
    answer = visitor.form("/reach", {"name": " Ana \n M. ", "reach": "555-0177"})
    assert (answer.status, answer.headers["location"]) == (303, "/#standing")
    assert site.desk.left[visitor.conversation] == PatientContact(name="Ana M.", phone="555-0177")
    page = visitor.get("/").text
    assert "we can reach you at ••• 77" in page
    assert "555-0177" not in page.split('id="standing"')[1]
    assert masked(PatientContact(email="ana@example.com")) == "a•••@example.com"


@pytest.mark.parametrize(
    ("means", "left", "said", "goes"),
    [
        pytest.param(["email", "phone"], "ana@example.com", "we send a note there", True, id="both ways"),
        pytest.param(["email"], "ana@example.com", "we send a note to an e-mail address", True, id="by e-mail"),
        pytest.param(["email"], "555-0177", "we send a note to an e-mail address", False, id="no way to the number"),
        pytest.param(["phone"], "555-0177", "we send a note to a phone number", True, id="by phone"),
        pytest.param([], "555-0177", "can call or write to you.", False, id="no way"),
    ],
)
def test_a_note_is_promised_only_where_there_is_a_way(means: list[str], left: str, said: str, *, goes: bool) -> None:
    """The page says to what a note is sent, and that it goes to what was left only where it does."""
    settings = Settings(notice_urls={Means(one): SecretStr("json://x/{address}") for one in means}, _env_file=None)
    with running(settings) as site:
        visitor = Client(url=site.url)
        visitor.get("/")
        visitor.say("person please")
        site.desk.waiting[visitor.conversation] = OPEN
        assert said in visitor.get("/").text
        visitor.form("/reach", {"name": "Ana", "reach": left})
        page = visitor.get("/").text
    assert ("a note that a reply waits goes to" in page, "we can reach you at" in page) == (goes, not goes)
    assert ("we send a note" in page) == bool(means)


def test_a_wrong_number_is_told(site: Site, visitor: Client) -> None:
    """Nothing is kept, and the form says what to check."""
    visitor.say("person please")
    site.desk.waiting[visitor.conversation] = OPEN
    answer = visitor.form("/reach", {"name": "", "reach": "12"})
    assert answer.status == 422
    assert "at least seven digits" in answer.text
    assert visitor.conversation not in site.desk.left


def test_danger_in_a_form_is_a_message(site: Site, visitor: Client) -> None:
    """Every text passes the gate, whatever box it was typed into."""
    visitor.say("person please")
    visitor.form("/reach", {"name": "i am in danger", "reach": "555-0177"})
    assert site.desk.said(visitor.conversation)[-1] == "i am in danger. 555-0177"


def test_nobody_leaves_a_number_before_a_word(visitor: Client) -> None:
    """Without a conversation there is nothing to call back about."""
    assert visitor.form("/reach", {"name": "", "reach": "555-0177"}).status == 409


@pytest.mark.parametrize(
    ("case", "is_open", "wants_name"),
    [
        (OPEN, False, True),
        (replace(OPEN, queue=Queue.PERSON), False, False),
        (replace(PAGED, queue=Queue.CLINICAL, disposition=Disposition.CRISIS, priority=Priority.PAGED), True, False),
    ],
    ids=["billing", "a person", "crisis"],
)
def test_what_is_asked_of_whom(site: Site, visitor: Client, case: Case, *, is_open: bool, wants_name: bool) -> None:
    """Danger asks for the number at once; who works with records asks for the name."""
    visitor.say("person please")
    site.desk.waiting[visitor.conversation] = case
    page = visitor.get("/").text
    assert ('<details class="reach" open>' in page) == is_open
    assert ("find your record" in page) == wants_name


def test_another_pages_view_is_not_taken_for_this_ones(site: Site, visitor: Client) -> None:
    """What was shown counts only where the page shows this visitor's chat."""
    visitor.say("person please")
    marker = visitor.say("more", "id-00000002").json()["marker"]
    assert visitor.json("/seen", {"text": "", "after": 7, "marker": "other"}).status == 204
    assert site.desk.shown.get(visitor.conversation) is None
    visitor.json("/seen", {"text": "", "after": 7, "marker": marker})
    assert site.desk.shown[visitor.conversation] == 7


@pytest.mark.browser
def test_the_page_tells_live_and_keeps_what_is_typed(site: Site, patients: Callable[..., Patient]) -> None:
    """Who has it changes under the patient's eyes; a number half typed stays; a staff reply that is shown is told."""
    page = patients().open()
    say(page, "person please")
    conversation = site.desk.stored[-1].conversation
    site.desk.waiting[conversation] = OPEN
    site.desk.staff_reply(conversation, "One moment.")
    expect(page.locator(".standing-line")).to_contain_text("nobody has taken it yet")
    page.locator(".reach summary").click()
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Phone number or e-mail").fill("12")
    site.desk.waiting[conversation] = CLAIMED
    reply = site.desk.staff_reply(conversation, "Hello, I am Rosa.")
    expect(page.locator(".standing-line")).to_contain_text("Rosa from our staff has this conversation")
    expect(page.get_by_label("Phone number or e-mail")).to_have_value("12")
    page.get_by_role("button", name="Leave it with our staff").click()
    expect(page.locator("#reach-hint")).to_contain_text("at least seven digits")
    page.get_by_label("Phone number or e-mail").fill("555-0177")
    page.get_by_role("button", name="Leave it with our staff").click()
    expect(page.locator(".reach summary")).to_contain_text("••• 77")
    assert site.desk.left[conversation] == PatientContact(name="Ana", phone="555-0177")
    assert site.desk.shown[conversation] == reply.number
