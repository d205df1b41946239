"""A small FAQ made by hand, for tests of the core."""

from __future__ import annotations

from datetime import UTC, datetime, time

from bot.faq.content import Clinic, Entry, Faq, OpeningHours, Topic, TopicKind, Wording
from bot.model import Case, CaseState, Disposition, Language, Priority, Queue

MONDAY_NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 17, tzinfo=UTC)
_DAY = ((time(9), time(17)),)

CLINIC = Clinic(
    name="Sample Clinic",
    phone="555-0142",
    address="1 Sample Street",
    country="US",
    hours=OpeningHours(time_zone="America/New_York", weekly=(_DAY, _DAY, _DAY, _DAY, _DAY, (), ())),
    hours_text="Monday to Friday 9 am to 5 pm",
)


CASE = Case(
    id=1,
    conversation="c",
    channel="web",
    disposition=Disposition.HANDOFF,
    queue=Queue.BILLING,
    priority=Priority.ROUTINE,
    state=CaseState.OPEN,
    signals=(),
    opened_at=MONDAY_NOON,
    updated_at=MONDAY_NOON,
)
"""A case that waits, nobody's and nothing grave."""


def entry(name: str, question: str, *asks: str, text: str = "", related: tuple[str, ...] = ()) -> Entry:
    """Return an English entry."""
    wording = Wording(question=question, asks=asks, text=text or f"The answer of {name}.")
    return Entry(id=name, wordings={Language.ENGLISH: wording}, related=related)


def topic(name: str, kind: TopicKind, question: str, *asks: str, queue: Queue | None = None) -> Topic:
    """Return an English topic."""
    wording = Wording(question=question, asks=asks, text=f"The line of {name}.")
    return Topic(id=name, kind=kind, wordings={Language.ENGLISH: wording}, queue=queue)


LENGTH = entry(
    "session-length",
    "How long is a session?",
    "how many hours does one visit take",
    "duration of an appointment",
    "when will I be done",
    "how much time should I set aside",
    related=("how-many-sessions",),
)
NUMBER = entry(
    "how-many-sessions",
    "How many sessions are there?",
    "number of infusions in a course",
    "how often do I come back",
    "is one treatment enough",
    "total visits needed",
)
RIDE = entry(
    "ride-home",
    "Can I drive home?",
    "do I need someone to pick me up",
    "is it ok to take the bus after",
    "who takes me back",
    "may I get behind the wheel afterwards",
)
TREATS = entry(
    "conditions-treated",
    "What does it treat?",
    "is it only for depression",
    "does it help with OCD",
    "which illnesses do you see",
    "what can be treated",
    text="It is given for depression and for OCD.",
)
COST = topic(
    "cost", TopicKind.DESK, "How much does it cost?", "what is the price", "what do you charge", queue=Queue.BILLING
)
DOSE = topic("dose", TopicKind.CLINICAL, "What dose will I get?", "how many milligrams", queue=Queue.CLINICAL)
HELLO = topic("greeting", TopicKind.SMALLTALK, "Hello", "hi there", "good morning")
WEATHER = topic("offtopic", TopicKind.OFFTOPIC, "What is the weather?", "who won the match", "play a song")

FAQ = Faq(
    entries=(LENGTH, NUMBER, RIDE, TREATS),
    topics=(COST, DOSE, HELLO, WEATHER),
    clinic=CLINIC,
    suggested=("session-length", "ride-home"),
)
