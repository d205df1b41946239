"""Check plain data against the schema and say every violation in words that name the mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, get_args

from pydantic import ValidationError

from bot.faq.known import gather
from bot.faq.nearest import perhaps
from bot.faq.schema import Block, FaqFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from bot.strict_yaml import Plain, Step

# What a typo in a key deserves is a name; what a wrong value deserves is what stands there instead.
_EMPTY = "is empty: write something here, or remove the line"
_MENDS = {
    "list_type": "expected a list, {found}: write `[…]`, or one `- ` line for each",
    "dict_type": "expected a mapping, {found}: write `key: value` lines",
    "model_type": "expected a mapping, {found}: write `key: value` lines",
    "string_too_short": _EMPTY,
    "too_short": "is empty: it needs at least one entry",
    "enum": "expected {expected}",
}
_PATTERNS = {
    "id": "an id has only letters, digits, `-` and `_`",
    "country": "a country is two capital letters, like US",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that does not fit the schema, by its path in the data."""

    path: tuple[Step, ...]
    message: str


Validated: TypeAlias = FaqFile | tuple[Violation, ...]


def validate(data: Plain) -> Validated:
    """Return the file's content, or every violation of the schema."""
    try:
        return FaqFile.model_validate(data, context=gather(data))
    except ValidationError as error:
        return tuple(_violation(detail) for detail in error.errors(include_url=False))


def _violation(detail: ErrorDetails) -> Violation:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    return Violation(path=path, message=_message(detail, path))


def _message(detail: ErrorDetails, path: tuple[Step, ...]) -> str:
    found, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"is missing: add `{path[-1]}: …`"
        case "extra_forbidden":
            return f"is not a known key{_hint(path)}"
        case "value_error":
            return str(context["error"])
        case "string_type":
            return _not_text(found)
        case "string_pattern_mismatch":
            return _PATTERNS["country" if path[-1] == "country" else "id"]
        case kind if kind in _MENDS:
            return _MENDS[kind].format(found=_found(found), **context)
        case _:
            return detail["msg"]


def _not_text(found: object) -> str:
    match found:
        case None:
            return _EMPTY
        case bool() | int() | float():
            return f"expected text, {_found(found)}: put it in quotes"
        case dict():
            return "expected text, found a mapping: put text that contains `: ` in quotes"
        case _:
            return f"expected text, {_found(found)}"


def _found(value: object) -> str:
    match value:
        case None:
            return "found nothing"
        case bool():
            return f"found the truth value {str(value).lower()}"
        case int() | float():
            return f"found the number {value}"
        case list():
            return "found a list"
        case dict():
            return "found a mapping"
        case _:
            return "found text"


def _hint(path: tuple[Step, ...]) -> str:
    known = _keys(_block_at(path[:-1]))
    return perhaps(str(path[-1]), known) or f"; known keys: {', '.join(sorted(known))}"


def _block_at(path: tuple[Step, ...]) -> type[Block]:
    block: type[Block] = FaqFile
    for step in path:
        if step in _keys(block):
            block = next(_blocks_in(_annotation(block, str(step))), block)
    return block


def _keys(block: type[Block]) -> dict[str, str]:
    return {field.alias or name: name for name, field in block.model_fields.items()}


def _annotation(block: type[Block], key: str) -> object:
    return block.model_fields[_keys(block)[key]].annotation


def _blocks_in(annotation: object) -> Iterator[type[Block]]:
    if isinstance(annotation, type) and issubclass(annotation, Block):
        yield annotation
    for part in get_args(annotation):
        yield from _blocks_in(part)
