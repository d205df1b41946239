from __future__ import annotations

from dataclasses import replace

import pytest

from bot.decide import Decider, Findings, Part, is_settled
from bot.match.thresholds import Thresholds
from bot.model import Concern, Disposition, Language, Match, Priority, Queue, Signal
from tests.samples import FAQ

AT = Thresholds(answer=0.6, ask=0.5, chat=0.5)
DECIDER = Decider(FAQ.topics)
CRISIS = Signal(id="crisis.wish", concern=Concern.CRISIS)
EMERGENCY = Signal(id="emergency.heart", concern=Concern.EMERGENCY)
POSSIBLE = Signal(id="possible.hopeless", concern=Concern.CRISIS_POSSIBLE)
CLINICAL = Signal(id="clinical.own-drug", concern=Concern.CLINICAL)
OBJECT = Signal(id="clinical.object.drug", concern=Concern.CLINICAL)
PRICE = Signal(id="desk.cost", concern=Concern.DESK, topic="cost")
PARKING = Signal(id="desk.only-staff.parking-and-way", concern=Concern.DESK, topic="person")
HELLO = Signal(id="smalltalk.hello", concern=Concern.SMALLTALK, topic="greeting")
WEATHER = Signal(id="offtopic.weather", concern=Concern.OFFTOPIC, topic="offtopic")


def part(*ranked: tuple[str, float], is_foreign: bool = False, is_short: bool = False) -> Part:
    """Return a question with its ranking."""
    matches = tuple(Match(id=i, probability=p) for i, p in ranked)
    return Part(ranked=matches, is_foreign=is_foreign, is_short=is_short)


SURE = part(("session-length", 0.9), ("ride-home", 0.05))


def found(*signals: Signal, whole: Part = SURE, parts: tuple[Part, ...] = ()) -> Findings:
    """Return what is known of a message."""
    return Findings(signals=signals, whole=whole, parts=parts, language=Language.ENGLISH, at=AT)


@pytest.mark.parametrize(
    ("signals", "disposition", "queue", "priority"),
    [
        ((EMERGENCY, CRISIS, CLINICAL), Disposition.CRISIS, Queue.CLINICAL, Priority.PAGED),
        ((EMERGENCY, POSSIBLE), Disposition.EMERGENCY, Queue.CLINICAL, Priority.PAGED),
        ((POSSIBLE, CLINICAL, PRICE), Disposition.HANDOFF, Queue.CLINICAL, Priority.URGENT),
        ((CLINICAL, PRICE), Disposition.HANDOFF, Queue.CLINICAL, Priority.ROUTINE),
        ((PRICE, WEATHER), Disposition.HANDOFF, Queue.BILLING, Priority.ROUTINE),
        ((PRICE, HELLO), Disposition.ANSWER, None, Priority.ROUTINE),
        ((HELLO, WEATHER), Disposition.SMALLTALK, None, Priority.ROUTINE),
        ((WEATHER,), Disposition.OFFTOPIC, None, Priority.ROUTINE),
        ((OBJECT,), Disposition.ANSWER, None, Priority.ROUTINE),
        ((), Disposition.ANSWER, None, Priority.ROUTINE),
    ],
    ids=str,
)
def test_the_most_serious_rule_decides(
    signals: tuple[Signal, ...], disposition: Disposition, queue: Queue | None, priority: Priority
) -> None:
    """Crisis, emergency, possible crisis, clinical, small talk, off-topic: however sure the matcher is of an entry.

    A desk rule alone yields to an entry that is surely meant.
    """
    decision = DECIDER.decide(found(*signals))
    assert (decision.disposition, decision.queue, decision.priority) == (disposition, queue, priority)
    assert decision.signals == signals


def test_spanish_that_nothing_understood_goes_to_staff_beside_the_answer() -> None:
    """Spanish triage is thin: staff see an answered message that says something else too, unless that is known."""
    said = part(("ride-home", 0.5))
    answered = replace(found(parts=(SURE,)), statements=(said,), language=Language.SPANISH)
    decision = DECIDER.decide(answered)
    assert (decision.disposition, decision.queue) == (Disposition.HANDOFF, Queue.UNKNOWN)
    assert decision.entries == ("session-length",)
    assert DECIDER.decide(replace(answered, statements=(SURE,))).disposition is Disposition.ANSWER
    assert DECIDER.decide(replace(answered, language=Language.ENGLISH)).disposition is Disposition.ANSWER


def test_a_clinical_statement_beside_a_question_is_not_lost() -> None:
    """What is said besides the question is weighed too: a fact about the person takes the message to a clinician."""
    decision = DECIDER.decide(replace(found(PRICE, parts=(SURE,)), statements=(part(("dose", 0.7)),)))
    assert (decision.disposition, decision.queue, decision.entries) == (Disposition.HANDOFF, Queue.CLINICAL, ())


def test_a_desk_rule_that_the_matcher_agrees_with_yields_to_nothing() -> None:
    """One sure question beside it does not take a message from staff that is theirs as a whole."""
    theirs = part(("cost", 0.5), ("session-length", 0.2))
    assert DECIDER.decide(found(PRICE, whole=theirs, parts=(SURE,))).disposition is Disposition.HANDOFF
    assert DECIDER.decide(found(PRICE, whole=SURE, parts=(SURE,))).disposition is Disposition.ANSWER


def test_what_only_staff_know_yields_to_no_entry() -> None:
    """A question that only sounds like an entry stays with staff, however sure the matcher is of the entry."""
    decision = DECIDER.decide(found(PARKING, PRICE, parts=(SURE,)))
    assert (decision.disposition, decision.entries) == (Disposition.HANDOFF, ())
    assert DECIDER.decide(found(PRICE, PARKING, parts=(SURE,))).disposition is Disposition.HANDOFF


def test_a_foreign_name_outweighs_the_desk() -> None:
    """A drug that the asked entry does not speak of makes the message clinical, whatever else it asks of the desk."""
    foreign = part(("ride-home", 0.7), is_foreign=True)
    decision = DECIDER.decide(found(PRICE, whole=foreign, parts=(foreign, part(("cost", 0.8)))))
    assert decision.queue is Queue.CLINICAL


@pytest.mark.parametrize("text_signals", [(CRISIS,), (EMERGENCY,), (POSSIBLE,), (CLINICAL,)], ids=str)
def test_no_entry_is_answered_where_a_rule_hands_off(text_signals: tuple[Signal, ...]) -> None:
    """An answer needs that no hand-off rule fired."""
    decision = DECIDER.decide(found(*text_signals))
    assert (decision.entries, decision.options, decision.escalates) == ((), (), True)


def test_a_conversation_in_crisis_stays_there() -> None:
    """Nothing but a person ends a crisis."""
    calm = Findings(signals=(), whole=SURE, language=Language.ENGLISH, in_crisis=Disposition.CRISIS)
    assert DECIDER.decide(calm).disposition is Disposition.CRISIS


def test_a_sure_entry_is_answered_with_its_probability() -> None:
    """Ranked entries are reported without the topics among them."""
    decision = DECIDER.decide(found(whole=part(("ride-home", 0.7), ("cost", 0.2), ("session-length", 0.1))))
    assert (decision.entries, decision.confidence) == (("ride-home",), 0.7)
    assert [match.id for match in decision.ranked] == ["ride-home", "session-length"]


def test_two_questions_get_two_answers() -> None:
    """Each sure question is answered, in order, with the least sure one's probability."""
    parts = (part(("ride-home", 0.8)), part(("session-length", 0.7)))
    decision = DECIDER.decide(found(whole=part(("ride-home", 0.3)), parts=parts))
    assert (decision.entries, decision.confidence) == (("ride-home", "session-length"), 0.7)


def test_one_unsure_question_holds_the_answer_back() -> None:
    """Half an answer is not given where the whole message is not sure either."""
    parts = (part(("ride-home", 0.8)), part(("session-length", 0.3)))
    decision = DECIDER.decide(found(whole=part(("ride-home", 0.3)), parts=parts))
    assert (decision.disposition, decision.options) == (Disposition.CLARIFY, ("ride-home", "session-length"))


@pytest.mark.parametrize(
    "others",
    [
        (part(("greeting", 1.0)),),
        (part(("ride-home", 0.15)),),
        (part(("session-length", 0.3), ("ride-home", 0.2)), part(("how-many-sessions", 0.5))),
    ],
    ids=("politeness", "means nothing", "unsure"),
)
def test_pieces_without_a_question_of_their_own_do_not_hold_the_answer_back(others: tuple[Part, ...]) -> None:
    """In "Dear sir, how long is it? Days? Weeks?" only one thing is asked, and the whole message tells which."""
    decision = DECIDER.decide(found(parts=(*others, part(("session-length", 0.5)))))
    assert (decision.disposition, decision.entries) == (Disposition.ANSWER, ("session-length",))


@pytest.mark.parametrize("other", ["ride-home", "cost", "dose"])
def test_a_piece_that_probably_asks_something_else_holds_the_answer_back(other: str) -> None:
    """A sure whole does not pass over a question for another entry or for staff."""
    decision = DECIDER.decide(found(parts=(part((other, 0.7)), part(("session-length", 0.55)))))
    assert decision.entries == ()


def test_questions_that_agree_make_each_other_surer() -> None:
    """Two unsure questions that mean the same first, as the whole does, are sure together; one alone is not."""
    unsure = part(("session-length", 0.4), ("ride-home", 0.2))
    together = DECIDER.decide(found(whole=unsure, parts=(unsure, unsure)))
    assert (together.entries, together.confidence) == (("session-length",), 0.64)
    assert DECIDER.decide(found(whole=unsure, parts=(unsure,))).entries == ()
    assert DECIDER.decide(found(whole=part(("ride-home", 0.5)), parts=(unsure, unsure))).entries == ()


def test_the_surer_reading_wins() -> None:
    """A question that leans on the sentence before it is not answered against what the whole message surely means."""
    leaning = part(("session-length", 0.65))
    assert DECIDER.decide(found(whole=part(("ride-home", 0.9)), parts=(leaning,))).entries == ()
    assert DECIDER.decide(found(whole=part(("cost", 0.9)), parts=(leaning,))).disposition is Disposition.HANDOFF
    assert DECIDER.decide(found(whole=part(("ride-home", 0.6)), parts=(leaning,))).entries == ("session-length",)


def test_likely_entries_are_offered() -> None:
    """Two likely entries are asked back; topics and unlikely entries are no options."""
    decision = DECIDER.decide(found(whole=part(("ride-home", 0.4), ("cost", 0.25), ("session-length", 0.25))))
    assert (decision.disposition, decision.options) == (Disposition.CLARIFY, ("ride-home", "session-length"))
    assert not decision.escalates


@pytest.mark.parametrize(
    "ranked",
    [
        (),
        (("ride-home", 0.55),),
        (("greeting", 0.4), ("ride-home", 0.3)),
        (("ride-home", 0.3), ("session-length", 0.1)),
    ],
    ids=str,
)
def test_whatever_is_left_over_goes_to_staff(ranked: tuple[tuple[str, float], ...]) -> None:
    """Not understood is a hand-off, never a guess."""
    decision = DECIDER.decide(found(whole=part(*ranked)))
    assert (decision.disposition, decision.queue) == (Disposition.HANDOFF, Queue.UNKNOWN)


def test_a_likely_topic_names_the_queue() -> None:
    """Where staff answer in any case, the likeliest topic says who."""
    decision = DECIDER.decide(found(whole=part(("cost", 0.5), ("ride-home", 0.3))))
    assert (decision.disposition, decision.queue, decision.topics) == (Disposition.HANDOFF, Queue.BILLING, ("cost",))


@pytest.mark.parametrize(
    ("target", "disposition", "queue"),
    [
        ("cost", Disposition.HANDOFF, Queue.BILLING),
        ("dose", Disposition.HANDOFF, Queue.CLINICAL),
        ("greeting", Disposition.SMALLTALK, None),
        ("offtopic", Disposition.OFFTOPIC, None),
    ],
)
def test_a_sure_topic_leads_where_its_kind_does(target: str, disposition: Disposition, queue: Queue | None) -> None:
    """What the FAQ says about desk, clinical, small talk and off-topic is recognized without any rule."""
    decision = DECIDER.decide(found(whole=part((target, 0.9))))
    assert (decision.disposition, decision.queue) == (disposition, queue)


def test_a_clinical_risk_outweighs_a_sure_entry() -> None:
    """A message that may be clinical is handed off even where an entry is ranked first."""
    decision = DECIDER.decide(found(whole=part(("session-length", 0.62), ("dose", 0.05))))
    assert (decision.disposition, decision.queue) == (Disposition.HANDOFF, Queue.UNKNOWN)
    decision = DECIDER.decide(found(whole=part(("session-length", 0.3), ("dose", 0.35))))
    assert (decision.disposition, decision.queue) == (Disposition.HANDOFF, Queue.CLINICAL)


def test_the_desks_business_in_one_question_takes_the_message() -> None:
    """A mixed message takes the more serious disposition."""
    decision = DECIDER.decide(found(whole=SURE, parts=(SURE, part(("cost", 0.8)))))
    assert (decision.disposition, decision.queue) == (Disposition.HANDOFF, Queue.BILLING)


def test_a_foreign_name_vetoes_the_answer() -> None:
    """A drug or condition that the entry does not speak of goes to a clinician."""
    sure_but_foreign = part(("conditions-treated", 0.95), is_foreign=True)
    decision = DECIDER.decide(found(OBJECT, whole=sure_but_foreign))
    assert (decision.disposition, decision.queue) == (Disposition.HANDOFF, Queue.CLINICAL)


def test_a_follow_up_may_be_sure_with_the_turn_before() -> None:
    """What alone means nothing is answered when the turn before makes it sure."""
    leaning = Part(ranked=(), with_before=(Match(id="how-many-sessions", probability=0.8),))
    assert DECIDER.decide(found(whole=leaning)).entries == ("how-many-sessions",)


@pytest.mark.parametrize("signal", [CRISIS, EMERGENCY, POSSIBLE, CLINICAL], ids=lambda signal: signal.id)
def test_what_is_settled_heeds_no_question(signal: Signal) -> None:
    """Where danger or a clinical rule decides, the decision is the same whatever the questions mean."""
    assert is_settled((PRICE, signal), None)
    asked = part(("cost", 0.99), is_foreign=True)
    assert DECIDER.decide(found(PRICE, signal, parts=(asked,))) == DECIDER.decide(found(PRICE, signal))


@pytest.mark.parametrize("signal", [OBJECT, PRICE, PARKING, HELLO, WEATHER], ids=lambda signal: signal.id)
def test_what_the_questions_may_decide_is_not_settled(signal: Signal) -> None:
    """A drug that is only asked about, the desk's rules and chatter leave the questions to be looked up."""
    assert not is_settled((signal,), None)


def test_a_crisis_stays_settled() -> None:
    """In a crisis nothing is looked up question by question, whatever comes next."""
    assert is_settled((), Disposition.CRISIS)


@pytest.mark.parametrize(
    ("first", "aside", "disposition"),
    [
        (0.7, part(("how-many-sessions", 0.75), is_short=True), Disposition.ANSWER),
        (0.7, part(("how-many-sessions", 0.75)), Disposition.CLARIFY),
        (0.95, part(("how-many-sessions", 0.75), is_short=True), Disposition.CLARIFY),
        (0.7, part(("cost", 0.75), is_short=True), Disposition.HANDOFF),
    ],
    ids=["an aside", "a question of its own", "the whole is no surer", "something for staff"],
)
def test_a_few_words_that_make_the_whole_surer_say_more_about_it(
    first: float, aside: Part, disposition: Disposition
) -> None:
    """Who asks "how long? hours? days?" asks one thing, whatever "Days?" would mean alone."""
    asked = found(whole=SURE, parts=(part(("session-length", first)), aside))
    decision = DECIDER.decide(replace(asked, at=Thresholds(answer=0.8, ask=0.5, chat=0.5)))
    assert decision.disposition is disposition
    assert decision.entries in ((), ("session-length",))
