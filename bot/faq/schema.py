"""The shape of `faq.yaml`: the border between what people write and what the desk holds.

`faq.schema.json`, which editors complete from, is generated from these models. Validation with a `Known` as context
also checks every reference (ids of entries and sources, placeholders), so that one pass finds every problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from bot.faq.content import TopicKind
from bot.faq.hours import Day, read_day
from bot.faq.known import ID, Known
from bot.faq.nearest import perhaps
from bot.faq.placeholder import faults
from bot.model import Queue
from bot.strict_yaml import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic.json_schema import JsonSchemaValue

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _fields_exist(text: str, info: ValidationInfo) -> str:
    if isinstance(info.context, Known) and (wrong := list(faults(text, info.context.fields))):
        raise ValueError("; ".join(wrong))
    return text


def _is_entry(name: str, info: ValidationInfo) -> str:
    if not isinstance(info.context, Known) or name in info.context.entries:
        return name
    if name in info.context.topics:
        raise ValueError(f"{quote(name)} is a topic: only the id of an entry can stand here")
    raise ValueError(f"no entry has the id {quote(name)}{perhaps(name, info.context.entries)}")


def _is_source(name: str, info: ValidationInfo) -> str:
    if isinstance(info.context, Known) and name not in info.context.sources:
        raise ValueError(
            f"no source has the id {quote(name)}{perhaps(name, info.context.sources)}: list it under `sources:`"
        )
    return name


def _is_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        hint = perhaps(name, available_timezones()) or ": use a name like America/New_York"
        raise ValueError(f"{quote(name)} is not a time zone{hint}") from error
    return name


def _to_date(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError as error:
            raise ValueError(f"{quote(value)} is not in the calendar") from error
    raise ValueError('expected a date like "2026-11-22"')


def _one_or_many(value: object) -> object:
    match value:
        case str():
            return [value]
        case None:
            return []
        case _:
            return value


@dataclass(frozen=True, slots=True)
class NullIsEmpty:
    """Marks a field that may be left blank: `asks:` with nothing after it is an empty list."""

    empty: type[list[Any] | dict[str, Any] | str]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate null as the empty value."""
        return no_info_before_validator_function(
            lambda value: self.empty() if value is None else value, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that null is fine."""
        return {"anyOf": [handler(schema), {"type": "null"}]}


T = TypeVar("T")

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, pattern=f"^{ID.pattern}$")]
Many: TypeAlias = Annotated[list[T], NullIsEmpty(list)]
Template: TypeAlias = Annotated[Text, AfterValidator(_fields_exist)]
TemplateOrNothing: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_fields_exist),
    NullIsEmpty(str),
]
EntryId: TypeAlias = Annotated[Id, AfterValidator(_is_entry)]
SourceId: TypeAlias = Annotated[Id, AfterValidator(_is_source)]
Texts: TypeAlias = Many[Text]
EntryIds: TypeAlias = Many[EntryId]
SourceIds: TypeAlias = Annotated[
    list[SourceId], BeforeValidator(_one_or_many, json_schema_input_type=Id | list[Id] | None)
]
Date: TypeAlias = Annotated[
    date, BeforeValidator(_to_date), WithJsonSchema({"type": "string", "format": "date", "pattern": _DATE.pattern})
]
Hours: TypeAlias = Annotated[
    tuple[tuple[time, time], ...], BeforeValidator(read_day, json_schema_input_type=str | list[str])
]


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


class ClinicBlock(Block):
    """The clinic's own facts; answers quote them as `{clinic.phone}` and `{clinic.rules.driving}`."""

    name: Text
    phone: Text
    address: Text
    time_zone: Annotated[Text, AfterValidator(_is_time_zone)]
    """A name of the IANA database: America/New_York."""
    country: Annotated[Text, StringConstraints(pattern=r"^[A-Z]{2}$")] = "US"
    """Two capital letters, ISO 3166: it decides which crisis lines are shown."""
    hours: WeekBlock
    closures: Many[ClosureBlock] = []
    rules: Annotated[dict[Id, Text], NullIsEmpty(dict)] = {}
    """House rules by name, free text that answers may quote."""
    on_call: Many[OnCallBlock] = []
    """Who is told first, in order."""


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
    """Other ways to ask it; where there are many, they stand in FILE.d/ID.txt, one a line."""
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


class FaqFile(Block):
    """Everything the desk may say."""

    clinic: ClinicBlock | None = None
    suggested: EntryIds = []
    """Entries shown as chips on the first screen."""
    sources: Many[SourceBlock] = []
    entries: Annotated[list[EntryBlock], Field(min_length=1)]
    desk: Many[DeskBlock] = []
    clinical: Many[ClinicalBlock] = []
    smalltalk: Many[TopicBlock] = []
    offtopic: Many[TopicBlock] = []

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
