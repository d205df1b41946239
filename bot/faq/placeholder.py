"""Placeholders of answers and lines: `{clinic.phone}`; `{{` and `}}` stand for the braces themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.faq.nearest import perhaps
from bot.strict_yaml import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CLINIC_FIELDS = ("clinic.address", "clinic.hours", "clinic.name", "clinic.phone")
RULE_PREFIX = "clinic.rules."

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_BRACES = {"{{": "{", "}}": "}"}


def faults(template: str, known: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with a template's placeholders, each with its mend."""
    names = sorted(known)
    listed = ", ".join(names) or "none, for the file has no clinic block"
    for part in _PART.finditer(template):
        if part[0] in {"{", "}"}:
            yield f"a stray `{part[0]}`: write `{part[0] * 2}` for the character itself"
        elif part[1] is not None and part[1] not in names:
            yield f"unknown field {quote(part[0])}{perhaps(part[1], names)}; known fields: {listed}"


def fill(template: str, fields: Mapping[str, str]) -> str:
    """Return the text with every placeholder filled in; `template` has no faults."""
    return _PART.sub(lambda part: _BRACES.get(part[0]) or fields[part[1]], template)


def literal(template: str) -> str:
    """Return what the author wrote out: the template without its placeholders."""
    return _PART.sub(lambda part: _BRACES.get(part[0], ""), template)


def fields(template: str) -> tuple[str, ...]:
    """Return the names of the fields that a template quotes, in order."""
    return tuple(part[1] for part in _PART.finditer(template) if part[1] is not None)
