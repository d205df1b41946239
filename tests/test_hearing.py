from __future__ import annotations

from dataclasses import replace

import pytest

from bot.faq.content import Wording
from bot.hearing import Hearing, is_object, is_only_staffs
from bot.model import Concern, Dialogue, Language, Signal
from bot.triage import ALARMS
from bot.triage.shipped import shipped
from tests.samples import FAQ, LENGTH

EN, ES = Language.ENGLISH, Language.SPANISH
HEARING = Hearing(FAQ, shipped())
BARE = Hearing(FAQ, None)


def heard(text: str, dialogue: Dialogue | None = None) -> set[Concern]:
    """Return what the text is about by the rules."""
    return {signal.concern for signal in HEARING.signals(text, dialogue)}


@pytest.mark.parametrize("text", ["i want to die", "I want to dye!! i want to kil myself", "ｉ ｗａｎｔ ｔｏ ｄｉｅ"])
def test_danger_is_heard_through_typos_and_disguises(text: str) -> None:
    """Every reading of a text is judged, the repaired ones too."""
    assert Concern.CRISIS in heard(text)


@pytest.mark.parametrize("text", ["", "how long is a session", "where do I park"])
def test_everyday_questions_raise_nothing(text: str) -> None:
    """A question of the FAQ fires no alarm and does not stop at triage."""
    assert ALARMS.isdisjoint(heard(text))
    assert not HEARING.stops(text)


@pytest.mark.parametrize("text", ["i want to die", "my chest hurts and i cannot breathe", "i take lithium every day"])
def test_what_a_rule_decides_stops(text: str) -> None:
    """Danger, a body in danger and somebody's own medicine never reach the matcher."""
    assert HEARING.stops(text)


def test_a_drug_that_is_only_asked_about_does_not_stop() -> None:
    """What the question is about is no statement about oneself: the matcher decides."""
    seen = [signal for signal in HEARING.signals("does it help with ocd") if signal.concern is Concern.CLINICAL]
    assert seen
    assert all(is_object(signal) for signal in seen)
    assert not HEARING.stops("does it help with ocd")


@pytest.mark.parametrize(("rule", "found"), [("clinical.object", True), ("clinical.own-medicine", False)])
def test_objects_are_told_by_their_rule(rule: str, *, found: bool) -> None:
    """The rule's name says whether a drug was only asked about."""
    assert is_object(Signal(id=rule, concern=Concern.CLINICAL)) is found


@pytest.mark.parametrize(("rule", "found"), [("desk.only-staff.branch", True), ("desk.cost", False)])
def test_what_only_staff_know_is_told_by_its_rule(rule: str, *, found: bool) -> None:
    """The rule's name says whether the question is the desk's alone."""
    assert is_only_staffs(Signal(id=rule, concern=Concern.DESK)) is found


def test_messages_are_heard_together() -> None:
    """What is an alarm only over several messages is heard at the last of them, and by itself is none."""
    parts = ("i want to", "kill", "myself")
    assert not any(Concern.CRISIS in heard(part) for part in parts)
    assert Concern.CRISIS in heard(parts[2], Dialogue(recent=parts[:2]))


def test_an_alarm_of_before_is_not_raised_again() -> None:
    """What earlier messages had already raised is not counted to the new one."""
    before = Dialogue(recent=("i want to die", "sorry"))
    assert ALARMS.isdisjoint(heard("what are your opening hours", before))


def test_the_most_serious_comes_first_and_nothing_twice() -> None:
    """Signals are ordered by their concern, whichever message they came from."""
    found = HEARING.signals("hi, i take lithium and i want to die", Dialogue(recent=("my chest hurts", "badly")))
    places = [list(Concern).index(signal.concern) for signal in found]
    assert places == sorted(places)
    assert len(set(found)) == len(found)
    assert found[0].concern is Concern.CRISIS


@pytest.mark.parametrize("text", ["i want to die", "i take lithium", ""])
def test_without_triage_nothing_is_heard(text: str) -> None:
    """The matcher alone knows no rule and no names, and lets everything through."""
    assert BARE.signals(text) == ()
    assert BARE.signals(text, Dialogue(recent=("i want to",))) == ()
    assert not BARE.stops(text)
    assert (BARE.has_triage, BARE.names) == (False, frozenset())
    assert HEARING.has_triage
    assert "lithium" in HEARING.names


@pytest.mark.parametrize(
    ("language", "spoken", "repaired"),
    [
        (EN, ("how", "long", "is", "a", "sesssion"), ("how", "long", "is", "a", "session")),
        (EN, ("how", "many", "infusons"), ("how", "many", "infusions")),
        (EN, (), ()),
        (ES, ("cuánto", "dura", "la", "sessión"), ("cuánto", "dura", "la", "sessión")),
    ],
    ids=str,
)
def test_typos_are_repaired_to_the_faqs_words(
    language: Language, spoken: tuple[str, ...], repaired: tuple[str, ...]
) -> None:
    """English words are repaired by the FAQ's own vocabulary; Spanish ones are left as they are."""
    assert HEARING.repaired(spoken, language) == repaired


@pytest.mark.parametrize("text", ["me quiero morir", "ya no quiero vivir, quiero matarme"])
def test_spanish_danger_is_heard_beside_the_faqs_spanish(text: str) -> None:
    """A FAQ that speaks Spanish guards its words from repair, and danger in Spanish is heard as ever."""
    spanish = Wording(question="¿Cuánto dura la sesión?", asks=("duración de la visita",), text="Dos horas.")
    both = replace(FAQ, entries=(replace(LENGTH, wordings={**LENGTH.wordings, ES: spanish}), *FAQ.entries[1:]))
    hearing = Hearing(both, shipped())
    assert Concern.CRISIS in {signal.concern for signal in hearing.signals(text)}
    assert ALARMS.isdisjoint(signal.concern for signal in hearing.signals("¿cuánto dura la sesión?"))
