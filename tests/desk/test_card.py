from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.card import Act, acts, card_text
from bot.desk.times import Now
from bot.model import Author, Case, CaseState, Disposition, Line, Priority, Queue, RelayContent, Resolution
from tests.samples import CLINIC, MONDAY_NOON

NOW = Now(at=MONDAY_NOON, zone=ZoneInfo("America/New_York"), hours=CLINIC.hours)
CASE = Case(
    id=7,
    conversation="web-1",
    channel="web",
    disposition=Disposition.HANDOFF,
    queue=Queue.CLINICAL,
    priority=Priority.ROUTINE,
    state=CaseState.OPEN,
    signals=("clinical.own-medicine",),
    opened_at=MONDAY_NOON - timedelta(minutes=12),
    updated_at=MONDAY_NOON,
    due_at=MONDAY_NOON + timedelta(hours=1),
)
CRISIS = replace(CASE, disposition=Disposition.CRISIS, priority=Priority.PAGED, state=CaseState.PAGED)
SEEN = replace(CRISIS, state=CaseState.ACKNOWLEDGED, acknowledged_by="Rosa")
TAKEN = replace(CASE, state=CaseState.CLAIMED, owner_id=3, owner="Rosa")
CLOSED = replace(TAKEN, state=CaseState.RESOLVED, resolved_at=MONDAY_NOON, resolution=Resolution.ANSWERED)
SAID = Line(number=1, conversation="web-1", author=Author.PATIENT, text="I am Zora Quill, is it ok?", at=MONDAY_NOON)
REPLIED = replace(SAID, author=Author.STAFF, staff_name="Rosa", text="We will call.")


@pytest.mark.parametrize(
    ("case", "offered"),
    [
        (CASE, [Act.CLAIM, Act.REPLY, Act.NOTE, Act.SNOOZE, Act.RESOLVE]),
        (TAKEN, [Act.REPLY, Act.NOTE, Act.SNOOZE, Act.RESOLVE, Act.TAKE_OVER]),
        (CRISIS, [Act.ACKNOWLEDGE, Act.CLAIM, Act.REPLY, Act.NOTE, Act.RESOLVE]),
        (SEEN, [Act.CONTACT, Act.CLAIM, Act.REPLY, Act.NOTE, Act.RESOLVE]),
        (CLOSED, []),
    ],
    ids=["open", "claimed", "paged", "seen", "resolved"],
)
def test_what_a_card_offers(case: Case, offered: list[Act]) -> None:
    """A card offers what the case's state allows; danger is never put off, and what is closed offers nothing."""
    assert list(acts(case)) == offered


@pytest.mark.parametrize(
    ("relay", "words", "rules"),
    [
        (RelayContent.LINK, "", ()),
        (RelayContent.REDACTED, "I am ▒▒▒ is it ok?", ("Clinical: own medicine",)),
        (RelayContent.FULL, "I am Zora Quill, is it ok?", ("Clinical: own medicine",)),
    ],
)
def test_how_much_of_the_words_is_shown(relay: RelayContent, words: str, rules: tuple[str, ...]) -> None:
    """The setting decides what a card quotes; by default nothing but a link."""
    text = card_text(CASE, last=SAID, now=NOW, relay=relay, staff_page="https://desk.example/staff")
    assert (text.words, text.rules, text.speaker) == (words, rules, "Patient")
    assert text.link == "https://desk.example/staff/cases/7"


def test_taking_over_names_the_colleague() -> None:
    """Everybody reads on the button from whom they would take the case."""
    text = card_text(TAKEN, last=SAID, now=NOW, relay=RelayContent.LINK, staff_page="https://desk.example/staff")
    assert [text.label(act) for act in text.acts][-1] == "Take over from Rosa…"


@pytest.mark.parametrize("relay", RelayContent)
def test_the_summary_holds_no_words(relay: RelayContent) -> None:
    """What a lock screen may show is the urgency, the queue, the channel and who has it."""
    text = card_text(CRISIS, last=SAID, now=NOW, relay=relay, staff_page="https://desk.example/staff")
    assert text.summary == "🆘 CRISIS · case 7 · Clinical · Web chat · Nobody has seen it yet"


def test_an_answered_case_is_not_due() -> None:
    """After a reply of staff's it is the patient's turn; before it, the card says until when."""
    waiting = card_text(CASE, last=SAID, now=NOW, relay=RelayContent.LINK, staff_page="https://desk.example/staff")
    assert (waiting.due, waiting.due_at, waiting.is_overdue) == ("due in 1 h", CASE.due_at, False)
    answered = card_text(TAKEN, last=REPLIED, now=NOW, relay=RelayContent.FULL, staff_page="https://desk.example")
    assert (answered.due, answered.due_at, answered.speaker) == ("", None, "Rosa")


def test_a_closed_case_says_how_it_ended() -> None:
    """The card of a closed case keeps its place and tells how it ended."""
    text = card_text(CLOSED, last=None, now=NOW, relay=RelayContent.LINK, staff_page="https://desk.example/staff")
    assert text.is_resolved
    assert text.standing == "Resolved: answered"
