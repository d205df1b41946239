from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Case, CaseState, Disposition, Language, Priority, Queue, Reply, Tone
from bot.wording import greeting
from bot.wording.notices import seen, unanswered, unreached
from bot.wording.resources import COUNTRIES, resources
from tests.samples import CASE, CLINIC, FAQ, MONDAY_NOON
from tests.wording.test_wording import NEVER, text

CRISIS = replace(
    CASE,
    disposition=Disposition.CRISIS,
    queue=Queue.CLINICAL,
    priority=Priority.PAGED,
    state=CaseState.PAGED,
    signals=("crisis.wish-to-die",),
)
EMERGENCY = replace(CRISIS, disposition=Disposition.EMERGENCY, signals=("emergency.chest-pain",))
NOBODY = {"unanswered": unanswered, "unreached": unreached}


@pytest.mark.parametrize(
    "element",
    [
        pytest.param("glad you told me", id="E1 thanks, no judgment"),
        pytest.param("automated assistant, not a person", id="E2 automated"),
        pytest.param("Call or text 988", id="E3 988 by call and text"),
        pytest.param("988lifeline.org", id="E3 chat"),
        pytest.param("press 2 or text AYUDA", id="E3 Spanish"),
        pytest.param("press 1 or text 838255", id="E3 veterans"),
        pytest.param("call 911 or go to the nearest emergency room", id="E4 911 or the emergency room"),
        pytest.param("stay with someone you trust", id="E5 company"),
        pytest.param("distance between you and anything", id="E5 distance"),
        pytest.param("please don't wait for us", id="E6 don't wait"),
        pytest.param("Staff can read this conversation", id="E7 staff can read this"),
        pytest.param("best phone number to reach you", id="E8 asks for a number"),
        pytest.param("555-0142", id="E8 the clinic's phone"),
    ],
)
@pytest.mark.parametrize("name", NOBODY)
def test_who_waits_gets_every_element_again(name: str, element: str) -> None:
    """Nobody has answered, or nobody could be reached: safety.md's elements E1 to E8 stand in the line."""
    assert element in text(NOBODY[name](CLINIC, Language.ENGLISH, case=CRISIS))


@pytest.mark.parametrize(
    ("name", "first", "truth"),
    [
        (
            "unanswered",
            "**Nobody from our staff has answered yet.**",
            "Nobody from our staff has seen the alert yet, and it stays open until somebody does",
        ),
        ("unreached", "**The alert did not get through to our staff.**", "I could not reach our staff"),
    ],
)
@pytest.mark.parametrize("case", [CRISIS, EMERGENCY], ids=["crisis", "emergency"])
def test_the_truth_comes_first(name: str, first: str, truth: str, case: Case) -> None:
    """E6: what is so stands in the first paragraph and again beside "don't wait"; no alert is claimed."""
    reply = NOBODY[name](CLINIC, Language.ENGLISH, case=case)
    assert reply.paragraphs[0] == first
    assert truth in text(reply)
    assert "I have sent an urgent alert" not in text(reply)


def test_an_emergency_is_one_still() -> None:
    """Call 911 now, first among what can be tapped."""
    reply = unanswered(CLINIC, Language.ENGLISH, case=EMERGENCY)
    assert "Call 911 now" in reply.paragraphs[1]
    assert reply.contacts[0].href == "tel:911"


def test_another_person_in_danger() -> None:
    """What was heard in the messages decides how they are spoken of, as in the first reply."""
    reply = unanswered(CLINIC, Language.ENGLISH, case=replace(CRISIS, signals=("crisis.third-person",)))
    assert "Stay with them if it is safe" in text(reply)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_each_line_is_whole_in_every_country(language: Language, country: str) -> None:
    """Lines, emergency number, something to tap; nothing that must never be said."""
    clinic = replace(CLINIC, country=country)
    lines = resources(country)
    expected = (lines.crisis if language is Language.ENGLISH else lines.crisis_es, lines.emergency)
    replies = [
        unanswered(clinic, language, case=CRISIS),
        unreached(clinic, language, case=CRISIS),
        seen(clinic, language, name="Sample Nurse", at=MONDAY_NOON),
    ]
    for reply in replies:
        assert all(part in text(reply) for part in expected)
        assert not any(word in text(reply) for word in NEVER)
        assert (reply.language, bool(reply.contacts)) == (language, True)
    assert [reply.tone for reply in replies] == [Tone.URGENT, Tone.URGENT, Tone.PLAIN]


@pytest.mark.parametrize(
    ("reply", "first"),
    [
        (
            seen(CLINIC, Language.ENGLISH, name="Rosa Diaz", at=MONDAY_NOON),
            "Rosa Diaz from our staff has seen your message at noon and can read this conversation.",
        ),
        (
            seen(CLINIC, Language.SPANISH, name="Rosa Diaz", at=MONDAY_NOON.replace(hour=19, minute=5)),
            "Rosa Diaz, de nuestro personal, ha visto su mensaje a las 14:05 y puede leer esta conversación.",
        ),
        (
            seen(None, Language.ENGLISH, name="Rosa Diaz", at=MONDAY_NOON),
            "Rosa Diaz from our staff has seen your message and can read this conversation.",
        ),
    ],
    ids=["English", "Spanish", "no clinic, no clock"],
)
def test_who_has_seen_it_is_named(reply: Reply, first: str) -> None:
    """The person and the clinic's time; nothing is promised, and the lines follow."""
    assert reply.paragraphs[0] == first
    assert "988" in reply.paragraphs[1]


@pytest.mark.parametrize("language", Language)
def test_the_first_screen_says_when_nobody_can_be_alerted(language: Language) -> None:
    """It adds one paragraph; where staff can be alerted nothing is said of it."""
    told, fine = greeting(FAQ, language, is_alertable=False), greeting(FAQ, language)
    words = {Language.ENGLISH: "cannot be alerted from this chat", Language.SPANISH: "no se puede alertar"}
    assert told.paragraphs[:-1] == fine.paragraphs
    assert words[language] in told.paragraphs[-1]
