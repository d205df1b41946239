"""The shape of `faq.yaml`: the border between what people write and what the desk holds.

`faq.schema.json`, which editors complete from, is generated from these models.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Annotated, Any, assert_never

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.faq.content import TopicKind
from bot.faq.fields import (
    Clock,
    Date,
    EntryIds,
    Hours,
    Id,
    Many,
    NullIsEmpty,
    SourceIds,
    Template,
    TemplateOrNothing,
    Text,
    Texts,
    TimeZone,
)
from bot.model import Queue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.hours import Day


class Block(BaseModel):
    """A mapping in the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class WeekBlock(Block):
    """Opening hours by weekday, as "09:00-17:00", as a list of spans, or as closed; a missing day is closed."""

    monday: Hours = ()
    tuesday: Hours = ()
    wednesday: Hours = ()
    thursday: Hours = ()
    friday: Hours = ()
    saturday: Hours = ()
    sunday: Hours = ()

    def days(self) -> tuple[Day, ...]:
        """Return the spans of each weekday, Monday first."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)


class ClosureBlock(Block):
    """A day on which the clinic is closed."""

    date: Date
    name: Text


class OnCallBlock(Block):
    """Who is told first."""

    role: Text
    name: Text
    phone: Text
    after_minutes: Annotated[int, Field(ge=0, le=24 * 60)] | None = None
    """Minutes that nobody has seen a case of danger before this role is called; left out: 0, 5, 10, then 15."""


class PagingBlock(Block):
    """How those on call are called. Where they are called is a secret: the setting FRONTDESK_PAGING_URLS."""

    repeat_minutes: Annotated[int, Field(ge=1, le=60)] = 2
    """Minutes until somebody who was called is called again, for as long as nobody has seen the case."""
    test_at: Clock = time(9)
    """The time of the clinic's day at which a test page goes to everybody on call."""


class SpanishClinic(Block):
    """What of the clinic's own facts is said otherwise in Spanish."""

    rules: Annotated[dict[Id, Text], NullIsEmpty(dict)] = {}
    """The house rules in Spanish, by the same names; Spanish answers quote these."""


class ClinicBlock(Block):
    """The clinic's own facts; answers quote them as `{clinic.phone}` and `{clinic.rules.driving}`."""

    name: Text
    phone: Text
    address: Text
    time_zone: TimeZone
    """A name of the IANA database: America/New_York."""
    country: Annotated[Text, StringConstraints(pattern=r"^[A-Z]{2}$")] = "US"
    """Two capital letters, ISO 3166: it decides which crisis lines are shown."""
    hours: WeekBlock
    closures: Many[ClosureBlock] = []
    rules: Annotated[dict[Id, Text], NullIsEmpty(dict)] = {}
    """House rules by name, free text that answers may quote."""
    on_call: Many[OnCallBlock] = []
    """Who is told first, in order."""
    paging: PagingBlock = PagingBlock()
    """How they are called."""
    es: SpanishClinic | None = None


class SourceBlock(Block):
    """An article that answers come from."""

    id: Id
    title: Text
    facts: Texts = []
    """What the article says, in our words; `check` compares the numbers in answers with it."""


class WordedBlock(Block):
    """A question, other phrasings of it, and what the desk says."""

    question: Text
    asks: Texts = []
    """Other ways to ask it; where there are many, they stand in FILE.d/ID.txt (Spanish: ID.es.txt), one a line."""
    text: str


class SpanishAnswer(WordedBlock):
    """An entry in Spanish."""

    text: Template = Field(alias="answer")


class EntryBlock(WordedBlock):
    """A question with its reviewed answer."""

    id: Id
    text: Template = Field(alias="answer")
    """What the patient reads, word for word."""
    source: SourceIds = []
    """Where its facts come from: the id of a source, or a list of them."""
    reviewed: Date | None = None
    """The day a clinician approved the text; until then it is shown as a sample."""
    related: EntryIds = []
    """Entries offered beside the answer."""
    must: Texts = []
    """Lines that must lead here, for the regression tests; never matched against."""
    not_: Texts = Field(default=[], alias="not")
    """Lines that must not lead here, for the regression tests; never matched against."""
    es: SpanishAnswer | None = None


class SpanishLine(WordedBlock):
    """A topic in Spanish."""

    text: Template = Field(alias="line")


class SpanishClinical(WordedBlock):
    """A clinical topic in Spanish."""

    text: TemplateOrNothing = Field(default="", alias="line")


class TopicBlock(WordedBlock):
    """Smalltalk, or what is off-topic, with the line the desk says."""

    id: Id
    text: Template = Field(alias="line")
    es: SpanishLine | None = None


class DeskBlock(TopicBlock):
    """The desk's business that the FAQ does not hold: an honest line, and the queue of those who answer."""

    queue: Queue


class ClinicalBlock(WordedBlock):
    """A clinical subject: always handed to the clinical queue; its line may be empty."""

    id: Id
    text: TemplateOrNothing = Field(default="", alias="line")
    es: SpanishClinical | None = None


class SpanishCanned(Block):
    """A ready-made reply in Spanish."""

    text: Template


class CannedBlock(Block):
    """A reply that staff send often; they see it in their box and can change it before it goes out."""

    id: Id
    label: Text
    """What staff pick it by."""
    text: Template
    es: SpanishCanned | None = None


class MatchingBlock(Block):
    """How daring the desk may be."""

    max_wrong: Annotated[float, Field(gt=0, le=200)] = 5.0
    """How many of 1,000 messages may get a wrong answer; fewer means that more is handed to staff."""


class FaqFile(Block):
    """Everything the desk may say."""

    clinic: ClinicBlock | None = None
    matching: MatchingBlock = MatchingBlock()
    suggested: EntryIds = []
    """Entries shown as chips on the first screen."""
    sources: Many[SourceBlock] = []
    entries: Annotated[list[EntryBlock], Field(min_length=1)]
    desk: Many[DeskBlock] = []
    clinical: Many[ClinicalBlock] = []
    smalltalk: Many[TopicBlock] = []
    offtopic: Many[TopicBlock] = []
    canned: Many[CannedBlock] = []
    """Ready-made replies for staff; the desk itself never sends one."""

    def topics(self, kind: TopicKind) -> Sequence[TopicBlock | ClinicalBlock]:
        """Return the topics of one kind, in file order."""
        match kind:
            case TopicKind.DESK:
                return self.desk
            case TopicKind.CLINICAL:
                return self.clinical
            case TopicKind.SMALLTALK:
                return self.smalltalk
            case TopicKind.OFFTOPIC:
                return self.offtopic
            case _:
                assert_never(kind)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema that `faq.schema.json` holds."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **FaqFile.model_json_schema()}
