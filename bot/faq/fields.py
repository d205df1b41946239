"""The kinds of values in `faq.yaml`: text, ids, references, dates, hours; each says what is wrong with it and the mend.

Validation with a `Known` as context also checks references: ids of entries and sources, and placeholders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from bot.faq.hours import CLOCK, read_day, read_time
from bot.faq.known import ID, Known
from bot.faq.nearest import perhaps
from bot.faq.placeholder import faults
from bot.strict_yaml import quote

if TYPE_CHECKING:
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
Clock: TypeAlias = Annotated[
    time, BeforeValidator(read_time), WithJsonSchema({"type": "string", "pattern": CLOCK.pattern})
]
Hours: TypeAlias = Annotated[
    tuple[tuple[time, time], ...], BeforeValidator(read_day, json_schema_input_type=str | list[str])
]
TimeZone: TypeAlias = Annotated[Text, AfterValidator(_is_time_zone)]
