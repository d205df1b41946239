from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from structlog.testing import capture_logs

from bot.app import build
from bot.model import Queue
from bot.settings import Settings
from tests.web.browsing import lines, patient, say
from tests.web.client import Client
from tests.web.site import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from bot.app import Desk

FAQ = Path(__file__).parents[2] / "faq.yaml"
CANARY = "zqj the copper kettle sings at dawn"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the desk's database."""
    return tmp_path_factory.mktemp("desk") / "data"


@pytest.fixture(scope="module")
def desk(data: Path) -> Iterator[tuple[Desk, str]]:
    """Serve the product as it is wired for use: the shipped FAQ, the real store."""
    desk = build(Settings(data=data, faq=FAQ, _env_file=None))
    with serving(desk.web, desk.live) as server:
        yield desk, server.url


@pytest.mark.browser
def test_a_patient_from_first_question_to_staff(desk: tuple[Desk, str], chromium: Browser) -> None:
    """A routine question is answered from the FAQ; a hard one gets a receipt; the person on staff answers live."""
    visitor = patient(chromium, desk[1])
    page = visitor.open()
    page.get_by_role("button", name="How long is a session?").click()
    expect(lines(page)).to_have_count(2)
    expect(lines(page).last).to_contain_text("45 minutes")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(lines(page).last).to_contain_text("Thank you.")
    (rated,) = desk[0].store.ratings.entries()
    assert (rated.entry, rated.answered, rated.helpful) == ("session-length", 1, 1)
    page.get_by_role("button", name="Talk to a person").click()
    expect(lines(page).last).to_contain_text("Passed to our staff")
    store = desk[0].store
    rosa = store.accounts.add(username="rosa", name="Rosa Field", password_hash="-")
    case = next(case for case in store.cases.open_cases() if case.queue is Queue.PERSON)
    seen = desk[0].frontdesk.latest()
    store.cases.reply(case.id, staff=rosa, text="Good morning, this is Rosa.", last_seen=seen)
    expect(lines(page).last).to_contain_text("Rosa Field")
    expect(lines(page).last).to_contain_text("Good morning, this is Rosa.")
    visitor.context.close()
    assert visitor.faults == []


@pytest.mark.browser
def test_a_crisis_has_its_card_and_stays_one(desk: tuple[Desk, str], chromium: Browser) -> None:
    """Somebody in danger gets the lines at once, as an alert, and again with every further message."""
    visitor = patient(chromium, desk[1])
    page = visitor.open()
    say(page, "i want to die")
    expect(page.get_by_role("alert").get_by_role("link", name="Call 988")).to_be_in_viewport()
    say(page, "how long is a session")
    expect(page.get_by_role("alert")).to_have_count(2)
    visitor.context.close()
    assert visitor.faults == []


def test_words_and_tokens_stay_where_they_belong(
    data: Path, desk: tuple[Desk, str], caplog: pytest.LogCaptureFixture
) -> None:
    """With every library's log at its loudest no log holds a patient's words, and neither log nor store the token."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as events:
        visitor = Client(url=desk[1])
        visitor.get("/")
        assert visitor.say(CANARY).status == 200
        assert visitor.form("/messages", {"text": f"{CANARY} again"}).status == 303
        assert CANARY in visitor.get("/transcript").text
        assert visitor.say(CANARY * 400, "id-00000002").status == 413
        with visitor.opened("GET", "/events?after=0", None, {}) as stream:
            assert stream.readline()
    token = visitor.cookies["frontdesk_visitor"]
    stored = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert CANARY.encode() in stored
    assert token.encode() not in stored
    logged = repr(events) + "".join(record.getMessage() + repr(record.exc_info) for record in caplog.records)
    assert "message.decided" in logged
    assert "copper kettle" not in logged
    assert token not in logged
