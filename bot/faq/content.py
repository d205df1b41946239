"""What the desk may say, as frozen values: the loaded `faq.yaml`, every placeholder filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING, Never

if TYPE_CHECKING:
    from datetime import date

    from bot.model import Language, Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One thing the desk can say, in one language: the question it answers, other phrasings of it, the text.

    `asks` stand in the file itself, `more` in its folder of phrasings.
    """

    question: str
    asks: tuple[str, ...]
    text: str
    more: tuple[str, ...] = ()

    @property
    def phrasings(self) -> tuple[str, ...]:
        """Return every way in which it can be asked."""
        return (self.question, *self.asks, *self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question with its reviewed answer. `must` and `not_` are regression lines, never matched against.

    `reviewed` is the day a clinician approved the text; until then the page marks it as a sample.
    """

    id: str
    wordings: dict[Language, Wording]
    sources: tuple[str, ...] = ()
    reviewed: date | None = None
    related: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()


class TopicKind(StrEnum):
    """What a topic that is not an entry leads to."""

    DESK = "desk"
    CLINICAL = "clinical"
    SMALLTALK = "smalltalk"
    OFFTOPIC = "offtopic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """The desk's business, a clinical subject, smalltalk, or what is off-topic: phrasings and an honest line.

    `queue` is set for desk and clinical topics. A clinical topic's text may be empty: the receipt is enough.
    """

    id: str
    kind: TopicKind
    wordings: dict[Language, Wording]
    queue: Queue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """When the clinic is open: spans by weekday (0 is Monday), in its own time zone, and the days it is closed."""

    time_zone: str
    weekly: tuple[tuple[tuple[time, time], ...], ...]
    closures: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """One rung of who is told first: a role, a name for the page, a phone number.

    `after_minutes` is how long nobody may have seen a case of danger before this role is called; None: by its place.
    """

    role: str
    name: str
    phone: str
    after_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How those on call are called: how often again until somebody has seen it, and when each day a test page goes."""

    repeat_minutes: int = 2
    test_at: time = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """The clinic's own facts. `rules` are house rules by name ("driving"), free text that answers may quote."""

    name: str
    phone: str
    address: str
    country: str
    hours: OpeningHours
    hours_text: str
    rules: dict[str, str] = field(default_factory=dict)
    on_call: tuple[OnCall, ...] = ()
    paging: Paging = Paging()


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    """A reply that staff send often: its name, and the text by language."""

    id: str
    label: str
    texts: dict[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article that answers come from: its title and its facts in our words."""

    id: str
    title: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Faq:
    """Everything one file says, in file order.

    `digest` is the SHA-256 of its bytes and of its phrasing files; `max_wrong` is the maintainers' budget: how many of
    1,000 messages may get a wrong answer.
    """

    entries: tuple[Entry, ...]
    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()
    clinic: Clinic | None = None
    suggested: tuple[str, ...] = ()
    canned: tuple[Canned, ...] = ()
    digest: str = ""
    max_wrong: float = 5.0

    @property
    def items(self) -> tuple[Entry | Topic, ...]:
        """Everything that has phrasings: the entries, then the topics."""
        return (*self.entries, *self.topics)

    def entry(self, entry_id: str) -> Entry:
        """Return one entry. Raises KeyError."""
        return next((e for e in self.entries if e.id == entry_id), None) or _missing(entry_id)

    def topic(self, topic_id: str) -> Topic:
        """Return one topic. Raises KeyError."""
        return next((t for t in self.topics if t.id == topic_id), None) or _missing(topic_id)


def _missing(name: str) -> Never:
    raise KeyError(name)
