from __future__ import annotations

import re

import pytest

from tests.inbox.parts import BILLING, CANARY, CLINICAL, CRISIS, EMERGENCY, PERSON, POSSIBLE, House, Visitor


def test_nobody_waiting_is_explained(rosa: Visitor) -> None:
    """The first visit tells what the page is for; the title counts nothing."""
    queue, done = rosa.get("/staff"), rosa.get("/staff/done")
    assert "No one is waiting yet" in queue.text
    assert "They appear here by themselves" in queue.text
    assert 'href="/" target="_blank"' in queue.text
    assert queue.title == "Open · Staff inbox"
    assert "Nothing is resolved yet" in done.text


def test_done_counts_what_was_done_today(rosa: Visitor, house: House) -> None:
    """In the clinic's time zone: at its midnight it begins anew, while the list keeps what was."""
    shown = re.compile(r'Done <span class="count">(\d+)')
    staff = house.store.accounts.everyone()[0].staff
    for name in ("c1", "c2"):
        house.store.cases.resolve(house.wait_for("hello", conversation=name).id, staff=staff)
    assert shown.findall(rosa.get("/staff").text) == ["2"]
    house.clock.move(hours=15)
    page = house.signed_in(rosa.url).get("/staff/done").text
    assert shown.findall(page) == ["0"]
    assert len(re.findall(r'id="case-(\d+)"', page)) == 2


def test_the_most_urgent_come_first_then_the_longest_waiting(rosa: Visitor, house: House) -> None:
    """Crisis, emergency, possible crisis, and then by the time they came; the title counts those who need someone."""
    came = [BILLING, PERSON, POSSIBLE, EMERGENCY, CLINICAL, CRISIS, CRISIS]
    for number, decision in enumerate(came):
        house.say("hello", decision, conversation=f"c{number}")
        house.clock.move(minutes=1)
    page = rosa.get("/staff")
    assert page.title == "(4) Open · Staff inbox"
    shown = [int(number) for number in re.findall(r'id="case-(\d+)"', page.text)]
    assert shown == [6, 7, 4, 3, 1, 2, 5]
    assert page.text.index("Needs someone now") < page.text.index("Routine, due first on top")


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (CRISIS, ("Crisis", "icon-crisis", "Someone may be in danger now", "Clinical")),
        (EMERGENCY, ("Emergency", "icon-emergency", "May be a medical emergency now", "Clinical")),
        (POSSIBLE, ("Urgent", "icon-urgent", "May be about suicide or self-harm", "Clinical")),
        (CLINICAL, ("Routine", "icon-routine", "Needs clinical judgment", "Clinical")),
        (BILLING, ("Routine", "icon-routine", "About cost or insurance", "Billing")),
        (PERSON, ("Routine", "icon-routine", "Wants to talk to a person", "Asked for a person")),
    ],
)
def test_a_row_says_how_urgent_in_words_and_by_shape(
    rosa: Visitor, house: House, decision: object, words: tuple[str, ...]
) -> None:
    """A word, an icon, the queue and the reason; the channel, the age and the last words beside them."""
    known = next(one for one in (CRISIS, EMERGENCY, POSSIBLE, CLINICAL, BILLING, PERSON) if one is decision)
    house.say("could you look at this", known)
    house.clock.move(minutes=75)
    page = rosa.get("/staff").text
    for word in (*words, "Web chat", "1 h 15 min", "could you look at this"):
        assert word in page


def test_a_row_shows_who_spoke_last(rosa: Visitor, house: House) -> None:
    """The desk's own lines do not hide the patient's; a staff reply shows that someone answered."""
    case = house.wait_for("first words")
    assert "first words" in rosa.get("/staff").text
    rosa.reply(case, "my answer")
    page = rosa.get("/staff").text
    assert "Rosa Diaz replied" in page
    assert "my answer" in page


def test_a_long_message_is_cut(rosa: Visitor, house: House) -> None:
    """A row stays a row; line breaks become blanks."""
    house.say("word\n" * 2000, BILLING)
    found = re.search(r"<bdi>(.*?)</bdi>", rosa.get("/staff").text)
    assert found
    assert len(found[1]) <= 160
    assert found[1].endswith("word…")


def test_no_title_and_no_address_holds_a_patient_s_words(rosa: Visitor, house: House) -> None:
    """A tab, a bookmark and a history entry tell nothing; nor do links, attributes and headers."""
    case = house.wait_for(CANARY)
    paths = ["/staff", f"/staff/cases/{case.id}", f"/staff/cases/{case.id}/resolve"]
    for answer in [rosa.get(path) for path in paths] + [rosa.reply(case, "ok", last_seen="0")]:
        assert "canary" not in answer.title
        assert not re.search(r'="[^"]*canary', answer.text)
        assert "canary" not in str(answer.headers)
