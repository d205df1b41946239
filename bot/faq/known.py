"""What a file defines, gathered before it is validated, so that every reference to it can be checked at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.faq.content import TopicKind
from bot.faq.placeholder import CLINIC_FIELDS, RULE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.strict_yaml import Plain, Step

ID = re.compile(r"[A-Za-z0-9_-]+")

_SPOKEN = ("entries", *(kind.value for kind in TopicKind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The ids and placeholder fields that the rest of the file may name."""

    entries: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    spanish: frozenset[str] = frozenset()
    """The entries and topics that have their Spanish under `es:`."""
    sources: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """One id and where it is defined."""

    id: str
    path: tuple[Step, ...]


def gather(data: Plain) -> Known:
    """Gather what the file defines; parts of the wrong shape define nothing."""
    return Known(
        entries=frozenset(each.id for each in _defined(data, "entries")),
        topics=frozenset(each.id for kind in TopicKind for each in _defined(data, kind.value)),
        spanish=frozenset(_translated(data)),
        sources=frozenset(each.id for each in _defined(data, "sources")),
        fields=_fields(data),
    )


def repeated(data: Plain) -> Iterator[tuple[Defined, Defined]]:
    """Yield each id that is defined again, with its first definition. Entries and topics share their ids."""
    for sections in (_SPOKEN, ("sources",), ("canned",)):
        first: dict[str, Defined] = {}
        for again in (each for section in sections for each in _defined(data, section)):
            if (before := first.setdefault(again.id, again)) is not again:
                yield again, before


def _defined(data: Plain, section: str) -> Iterator[Defined]:
    for number, item in enumerate(_items(data, section)):
        if (name := _id(item.get("id"))) is not None:
            yield Defined(id=name, path=(section, number, "id"))


def _translated(data: Plain) -> Iterator[str]:
    for item in (item for section in _SPOKEN for item in _items(data, section)):
        if item.get("es") and (name := _id(item.get("id"))) is not None:
            yield name


def _items(data: Plain, section: str) -> list[Mapping[str, Plain]]:
    listed = _members(data).get(section)
    return [_members(item) for item in listed] if isinstance(listed, list) else []


def _fields(data: Plain) -> frozenset[str]:
    clinic = _members(data).get("clinic")
    rules = _members(_members(clinic).get("rules"))
    quotable = (*CLINIC_FIELDS, *(RULE_PREFIX + name for name in rules if _id(name)))
    return frozenset(quotable if isinstance(clinic, dict) else ())


def _id(value: Plain) -> str | None:
    name = value.strip() if isinstance(value, str) else ""
    return name if ID.fullmatch(name) else None


def _members(value: Plain) -> Mapping[str, Plain]:
    return value if isinstance(value, dict) else {}
