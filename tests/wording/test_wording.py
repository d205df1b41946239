from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.model import Alert, Concern, Decision, Disposition, Language, Priority, Queue, Reply, Signal, Tone
from bot.wording import NONE_OF_THESE, Situation, cannot_store, compose, greeting, person
from bot.wording.resources import COUNTRIES, lines_to_tap, resources
from tests.samples import CLINIC, FAQ, MONDAY_NOON, SUNDAY

if TYPE_CHECKING:
    from datetime import datetime

    from bot.faq.content import Clinic

CRISIS = Decision(disposition=Disposition.CRISIS, queue=Queue.CLINICAL, priority=Priority.PAGED)
EMERGENCY = Decision(disposition=Disposition.EMERGENCY, queue=Queue.CLINICAL, priority=Priority.PAGED)
CLINICAL = Decision(disposition=Disposition.HANDOFF, queue=Queue.CLINICAL)
MENTION = Signal(id="mention.general-question", concern=Concern.MENTION)
NEVER = ("commit suicide", "you'll be fine", "confidential", "on it", "nurse bot", "$", "book", "within")


def said(
    decision: Decision, *, alert: Alert = Alert.SENT, now: datetime = MONDAY_NOON, seen_by: str | None = None
) -> Reply:
    """Return the reply to a decision."""
    return compose(decision, FAQ, Situation(now=now, alert=alert, seen_by=seen_by))


def text(reply: Reply) -> str:
    """Return all that the patient reads."""
    return "\n".join(reply.paragraphs)


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
        pytest.param("hurt yourself or taken something, or might act soon", id="E4 when"),
        pytest.param("stay with someone you trust", id="E5 company"),
        pytest.param("distance between you and anything", id="E5 distance"),
        pytest.param("I have sent an urgent alert to our staff", id="E6 the alert's true state"),
        pytest.param("please don't wait for us", id="E6 don't wait"),
        pytest.param("Staff can read this conversation", id="E7 staff can read this"),
        pytest.param("best phone number to reach you", id="E8 asks for a number"),
        pytest.param("555-0142", id="E8 the clinic's phone"),
    ],
)
def test_the_crisis_reply_has_every_element(element: str) -> None:
    """Safety.md's elements E1 to E8 stand in the crisis reply."""
    assert element in text(said(CRISIS))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("alert", Alert)
@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_the_crisis_reply_is_whole_in_every_country(language: Language, alert: Alert, country: str) -> None:
    """Lines, emergency number, phone and a truthful alert, whatever country, language and state of the alert."""
    clinic = replace(CLINIC, country=country)
    situation = Situation(now=SUNDAY, alert=alert, seen_by="Sample Nurse")
    reply = compose(replace(CRISIS, language=language), replace(FAQ, clinic=clinic), situation)
    lines = resources(country)
    expected = (lines.crisis if language is Language.ENGLISH else lines.crisis_es, lines.emergency, clinic.phone)
    assert all(part in text(reply) for part in expected)
    assert not any(word in text(reply) for word in NEVER)
    assert (reply.tone, bool(reply.contacts)) == (Tone.URGENT, True)


@pytest.mark.parametrize(
    ("alert", "truth"),
    [
        (Alert.SENT, "I have sent an urgent alert"),
        (Alert.SEEN, "Sample Nurse from our staff has seen the alert"),
        (Alert.UNANSWERED, "Nobody from our staff has seen the alert yet"),
        (Alert.FAILED, "I could not reach our staff"),
    ],
)
@pytest.mark.parametrize("decision", [CRISIS, EMERGENCY], ids=["crisis", "emergency"])
def test_the_alert_is_told_as_it_is(decision: Decision, alert: Alert, truth: str) -> None:
    """Sent, seen by a named person, or nobody reached: nothing else is claimed."""
    assert truth in text(said(decision, alert=alert, seen_by="Sample Nurse"))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("crisis.abuse", "Domestic Violence Hotline"),
        ("crisis.abuse", "Are you safe to chat here?"),
        ("crisis.overdose", "call 911 now, even if there are no symptoms"),
        ("crisis.third-person", "Stay with them if it is safe"),
    ],
)
def test_the_crisis_reply_fits_the_danger(rule: str, words: str) -> None:
    """Abuse, an overdose and another person in danger each add what they call for."""
    signal = Signal(id=rule, concern=Concern.CRISIS)
    assert words in text(said(replace(CRISIS, signals=(signal,))))


def test_the_emergency_reply() -> None:
    """Call 911 now, don't drive, don't wait; an accidental swallowing adds the poison line; the crisis lines follow."""
    swallowed = Signal(id="emergency.swallowed-by-accident", concern=Concern.EMERGENCY)
    reply = text(said(replace(EMERGENCY, signals=(swallowed,))))
    for words in ("Call 911 now", "Don't drive yourself", "don't wait", "1-800-222-1222", "988", "555-0142"):
        assert words in reply
    assert "1-800-222-1222" not in text(said(EMERGENCY))
    assert said(EMERGENCY).contacts[0].href == "tel:911"


@pytest.mark.parametrize(
    ("now", "words"),
    [(MONDAY_NOON, "The office is open now (Monday to Friday 9 am to 5 pm)"), (SUNDAY, "opens tomorrow (Monday)")],
)
def test_a_receipt_says_who_and_when(now: datetime, words: str) -> None:
    """A hand-off says that a person answers here, what the office hours mean now, and the phone."""
    reply = said(CLINICAL, now=now)
    assert words in text(reply)
    assert "A person will answer right here" in text(reply)
    assert "555-0142" in text(reply)
    assert reply.tone is Tone.RECEIPT


def test_a_spanish_receipt_says_the_hours_in_spanish() -> None:
    """Who is answered in Spanish reads the office hours in Spanish too."""
    reply = text(said(replace(CLINICAL, language=Language.SPANISH)))
    assert "La oficina está abierta ahora (lunes a viernes de 9:00 a 17:00)" in reply


@pytest.mark.parametrize(
    ("queue", "topics", "words"),
    [
        (Queue.CLINICAL, (), "question for our medical staff"),
        (Queue.BILLING, ("cost",), "The line of cost."),
        (Queue.UNKNOWN, (), "not sure I have the right answer"),
        (Queue.PERSON, (), "I've passed your message to our staff"),
        (Queue.BILLING, ("news",), "passed your message to our staff"),
    ],
)
def test_a_receipt_fits_its_queue(queue: Queue, topics: tuple[str, ...], words: str) -> None:
    """Each queue has its honest sentence, a desk topic its line, and a waiting case the truth."""
    decision = Decision(disposition=Disposition.HANDOFF, queue=queue, topics=topics)
    assert words in text(said(decision))


def test_an_answer_may_stand_beside_a_receipt() -> None:
    """Where staff get an answered message too, the answer comes first and the receipt does not doubt it."""
    decision = Decision(disposition=Disposition.HANDOFF, queue=Queue.UNKNOWN, entries=("session-length",))
    assert said(decision).paragraphs[:2] == ("The answer of session-length.", "I've passed your message to our staff.")


def test_a_possible_crisis_carries_the_lines() -> None:
    """The middle tier is a hand-off whose reply has the lines to tap."""
    reply = said(replace(CLINICAL, priority=Priority.URGENT))
    assert "988" in text(reply)
    assert {contact.href for contact in reply.contacts} >= {"tel:988", "sms:988", "tel:911", "tel:5550142"}


def test_an_answer_is_quoted_word_for_word() -> None:
    """Reviewed text in order, related questions that were not answered, and the sample mark."""
    reply = said(Decision(disposition=Disposition.ANSWER, entries=("session-length", "ride-home")))
    assert reply.paragraphs == ("The answer of session-length.", "The answer of ride-home.")
    assert [choice.label for choice in reply.related] == ["How many sessions are there?"]
    assert reply.is_sample


def test_a_mention_of_suicide_adds_the_lines() -> None:
    """A general question is answered, with the lines."""
    reply = said(Decision(disposition=Disposition.ANSWER, entries=("session-length",), signals=(MENTION,)))
    assert "988" in text(reply)
    assert reply.contacts


def test_asking_back_offers_the_questions_and_a_person() -> None:
    """Did you mean: each option's question, and none of these."""
    reply = said(Decision(disposition=Disposition.CLARIFY, options=("session-length", "ride-home")))
    labels = [choice.label for choice in reply.choices]
    assert labels == ["How long is a session?", "Can I drive home?", "None of these, ask a person"]
    assert labels[-1] in NONE_OF_THESE


@pytest.mark.parametrize(
    ("disposition", "topics", "words"),
    [
        (Disposition.SMALLTALK, ("greeting",), "The line of greeting."),
        (Disposition.SMALLTALK, (), "I'm an automated assistant"),
        (Disposition.OFFTOPIC, ("offtopic",), "The line of offtopic."),
        (Disposition.OFFTOPIC, (), "I can only help"),
    ],
)
def test_lines_come_from_the_faq_where_it_has_them(
    disposition: Disposition, topics: tuple[str, ...], words: str
) -> None:
    """Small talk and off-topic say the file's line, or ours."""
    assert words in text(said(Decision(disposition=disposition, topics=topics)))


@pytest.mark.parametrize("language", Language)
def test_the_first_screen_tells_what_this_is(language: Language) -> None:
    """Automated, not for emergencies, the lines, and the suggested questions."""
    reply = greeting(FAQ, language)
    words = {Language.ENGLISH: "not for emergencies", Language.SPANISH: "no es para emergencias"}
    assert words[language] in text(reply)
    assert "988" in text(reply)
    assert len(reply.related) == 2


@pytest.mark.parametrize("clinic", [CLINIC, None], ids=["clinic", "no clinic"])
def test_without_a_store_the_truth_is_told(clinic: Clinic | None) -> None:
    """Not saved, staff not reached, the lines; the phone where there is one."""
    reply = text(cannot_store(replace(FAQ, clinic=clinic)))
    assert "I could not reach our staff" in reply
    assert "988" in reply
    assert ("555-0142" in reply) is (clinic is not None)


def test_a_desk_without_a_clinic_still_hands_off() -> None:
    """Another business's FAQ has no hours and no phone; the receipt is short, the crisis reply whole."""
    bare = replace(FAQ, clinic=None)
    assert "A person will answer" in text(compose(CLINICAL, bare, Situation(now=SUNDAY)))
    assert "988" in text(compose(CRISIS, bare, Situation(now=SUNDAY)))


def test_a_clinic_that_never_opens_says_only_that_it_is_closed() -> None:
    """No opening within a year: no promise."""
    never = replace(CLINIC, hours=replace(CLINIC.hours, weekly=((),) * 7))
    assert "closed now." in text(compose(CLINICAL, replace(FAQ, clinic=never), Situation(now=SUNDAY)))


def test_the_person_button_speaks_both_languages() -> None:
    """The button's text is what it sends."""
    assert person().text == "Talk to a person"
    assert person(Language.SPANISH).label == "Hablar con una persona"


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_the_lines_to_tap_are_named_in_the_patient_s_language(country: str) -> None:
    """They reach the same numbers, and a Spanish button holds no English."""
    english, spanish = (lines_to_tap(country, language) for language in Language)
    reached = [[one.href.partition("?")[0] for one in contacts] for contacts in (english, spanish)]
    assert reached[0] == reached[1]
    assert {one.label.split()[0] for one in english} <= {"Call", "Text"}
    assert {one.label.split()[0] for one in spanish} <= {"Llamar", "Escribir", "Enviar"}


def test_a_spanish_text_to_988_asks_for_spanish() -> None:
    """Without the word the line answers in English."""
    texts = [one.href for one in lines_to_tap("US", Language.SPANISH) if one.href.startswith("sms:")]
    assert texts == ["sms:988?&body=AYUDA"]
