from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.content import Faq
from bot.model import Concern, Decision, Dialogue, Disposition, Language, Priority, Queue
from bot.triage.shipped import shipped
from bot.understanding import LONGEST_MATCHED, Understanding
from tests.samples import FAQ, LENGTH, NUMBER, RIDE, entry
from tests.understood import understood

DESK = understood(FAQ, shipped())
BARE = understood(FAQ, None)
SERIOUS = {
    "i want to die": Disposition.CRISIS,
    "my chest hurts and i cannot breathe": Disposition.EMERGENCY,
    "i take lithium every day": Disposition.HANDOFF,
}
_RANK = list(Disposition)
DISGUISES = {
    "capitals": str.upper,
    "zero-width": "\u200b".join,
    "full-width": lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in text),
    "cyrillic letters": lambda text: text.translate(str.maketrans("aeio", "аеіо")),
    "accents": lambda text: text.replace("a", "á").replace("i", "ï"),
    "leet": lambda text: text.replace("i", "1").replace("e", "3"),
    "punctuation": lambda text: text.replace(" ", ", "),
    "blanks": lambda text: text.replace(" ", "   \t"),
    "curly and quoted": lambda text: f"“{text}”…",
}


def decide(text: str, desk: Understanding = DESK) -> Decision:
    """Return what one message by itself ends in."""
    return desk.take(Dialogue(), text)[0]


@given(text=st.text(max_size=400))
@settings(max_examples=150)
def test_any_text_ends_in_one_disposition(text: str) -> None:
    """Whatever is sent, it is decided, and an answer means that no hand-off rule fired."""
    decision = decide(text)
    hands_off = {Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE}
    if decision.disposition is Disposition.ANSWER:
        assert hands_off.isdisjoint(signal.concern for signal in decision.signals)
    assert bool(decision.queue) is decision.escalates


@pytest.mark.parametrize("serious", SERIOUS)
@given(more=st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
@settings(max_examples=40)
def test_more_text_never_lowers_what_is_serious(serious: str, more: str) -> None:
    """A sentence added after a full stop takes nothing back."""
    alone, longer = decide(serious), decide(f"{serious}. {more}")
    assert alone.disposition is SERIOUS[serious]
    assert _RANK.index(longer.disposition) <= _RANK.index(alone.disposition)


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
@pytest.mark.parametrize("serious", SERIOUS)
def test_a_disguise_never_lowers_what_is_serious(serious: str, disguise: object) -> None:
    """Hidden characters, other letters, spacing, case and punctuation change nothing."""
    assert callable(disguise)
    disguised = decide(disguise(serious))
    assert _RANK.index(disguised.disposition) <= _RANK.index(SERIOUS[serious])


@pytest.mark.parametrize("denial", ["jk", "ok thanks", "i am fine now", "how long is a session?", "1"])
def test_nothing_the_patient_says_ends_a_crisis(denial: str) -> None:
    """After a crisis every message is one, and no entry is answered."""
    _, after = DESK.take(Dialogue(), "i want to die")
    decision, _ = DESK.take(after, denial)
    assert (decision.disposition, decision.priority, decision.entries) == (Disposition.CRISIS, Priority.PAGED, ())


def test_three_messages_are_read_together() -> None:
    """A crisis spread over messages is one; what was said before the last three is not read again."""
    state = Dialogue()
    for text in ("i hope that i never", "wake up again"):
        decision, state = DESK.take(state, text)
    assert decision.disposition is Disposition.CRISIS
    state = Dialogue()
    for text in ("i hope that i never", "how long is a session", "is there parking", "wake up again"):
        decision, state = DESK.take(state, text)
    assert decision.disposition is not Disposition.CRISIS


def test_an_emergency_is_over_when_it_is_over() -> None:
    """Only a crisis lasts: the next question after an emergency is read by itself."""
    _, after = DESK.take(Dialogue(), "my chest hurts and i cannot breathe")
    assert after.in_crisis is None


def test_a_long_message_is_triaged_whole_and_not_matched() -> None:
    """Over 2,000 characters an ordinary question is handed off; a crisis at its end is a crisis."""
    story = "How long is a session? " + "we came by car from the coast. " * (LONGEST_MATCHED // 20)
    assert (decide(story).disposition, decide(story).queue) == (Disposition.HANDOFF, Queue.UNKNOWN)
    assert decide(story + "i want to die").disposition is Disposition.CRISIS


def test_the_same_messages_give_the_same_decision() -> None:
    """Another desk of the same file decides the same, numbers included."""
    other = understood(FAQ, shipped())
    for text in ("how long is it and can I drive", "what about the price", "i take lithium"):
        assert decide(text) == decide(text, other)


@pytest.mark.parametrize("text", [*SERIOUS, "how much does it cost", "hello", "how long is a session", "zebra"])
def test_the_matcher_alone_knows_no_rule(text: str) -> None:
    """Without triage only answer, clarify and a hand-off of what was not understood are left."""
    decision = decide(text, BARE)
    assert decision.disposition in {Disposition.ANSWER, Disposition.CLARIFY, Disposition.HANDOFF}
    assert decision.queue in {None, Queue.UNKNOWN}
    assert decision.signals == ()


def test_a_choice_is_taken_over_the_ranking() -> None:
    """A typed number after "did you mean" answers, and the offer is gone afterwards."""
    offered = Dialogue(recent=("hm",), options=("session-length", "ride-home"))
    decision, after = DESK.take(offered, "2")
    assert (decision.disposition, decision.entries) == (Disposition.ANSWER, ("ride-home",))
    assert (after.options, after.subject) == ((), ("ride-home",))


def test_danger_is_heard_before_a_choice() -> None:
    """A choice that also alarms is an alarm."""
    offered = Dialogue(recent=("hm",), options=("session-length", "ride-home"))
    assert DESK.take(offered, "none of these, i want to die")[0].disposition is Disposition.CRISIS


def test_spanish_is_told_and_handed_off() -> None:
    """A Spanish question that the FAQ has no Spanish for goes to staff, with a Spanish receipt."""
    decision = decide("¿cuánto dura cada sesión en la clínica?")
    assert (decision.language, decision.disposition) == (Language.SPANISH, Disposition.HANDOFF)


def test_a_faq_in_spanish_alone_is_understood() -> None:
    """Where nothing stands under `es:`, Spanish questions are looked for among the phrasings that there are."""
    opening = entry("abierto", "¿A qué hora abren?", "cuál es el horario", "cuándo está abierto", "horas de atención")
    desk = understood(Faq(entries=(opening, LENGTH, NUMBER, RIDE)), shipped())
    assert decide("¿a qué hora abren ustedes?", desk).entries == ("abierto",)


def test_a_conversation_keeps_its_language() -> None:
    """What tells no language is answered in that of the turn before; English words turn it to English."""
    _, after = DESK.take(Dialogue(), "¿cuánto dura cada sesión en la clínica?")
    assert DESK.take(after, "ok")[0].language is Language.SPANISH
    assert DESK.take(after, "how long is it")[0].language is Language.ENGLISH


@pytest.mark.parametrize(
    ("text", "disposition"),
    [
        ("¿A qué hora abren?", Disposition.ANSWER),
        ("Hola, buenos días. ¿A qué hora abren?", Disposition.ANSWER),
        ("¿A qué hora abren? No creo que llegue nunca allá.", Disposition.HANDOFF),
    ],
)
def test_spanish_that_was_not_understood_is_read_by_a_person(text: str, disposition: Disposition) -> None:
    """Spanish triage hears less than English: a sentence beside the answered question goes to staff with the answer."""
    opening = entry("abierto", "¿A qué hora abren?", "cuál es el horario", "cuándo está abierto", "horas de atención")
    desk = understood(Faq(entries=(opening, LENGTH, NUMBER, RIDE)), None)
    decision = decide(text, desk)
    assert (decision.disposition, decision.entries) == (disposition, ("abierto",))


def test_what_waits_is_remembered() -> None:
    """The dialogue keeps which queue the patient waits in."""
    _, after = DESK.take(Dialogue(), "i take lithium every day")
    assert after.waiting is Queue.CLINICAL


def test_a_follow_up_does_not_bring_back_what_the_turn_before_said() -> None:
    """What the turn before holds beside its question was decided then; only what a follow-up adds makes it likelier."""
    asked = Dialogue(subject=("session-length",), recent=("how long is a session, and can I drive home?",))
    assert "ride-home" not in BARE.take(asked, "and so?")[0].entries


def test_a_further_question_does_not_repeat_the_answer() -> None:
    """What begins with "and" after an answer asks for something else, though its words are the answered question's."""
    answered = Dialogue(subject=("session-length",), recent=("how long is a session",))
    assert decide("how long is a session").entries == ("session-length",)
    assert "session-length" not in BARE.take(answered, "and how long is a session")[0].entries
    assert BARE.take(answered, "how long is a session")[0].entries == ("session-length",)


def test_a_follow_up_to_a_dialogue_that_has_ended_stands_by_itself() -> None:
    """Where staff closed a case, what was said before is gone; what was answered last may still be stored."""
    follow_up = "what about afterwards?"
    assert DESK.take(Dialogue(subject=(LENGTH.id,)), follow_up)[0] == decide(follow_up)
