"""Build the tree from parser events, and collect what is refused on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from bot.strict_yaml.characters import CONTROL, named, quote
from bot.strict_yaml.tree import Fault, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.strict_yaml.tree import Scalar

MAX_DEPTH = 32
MAX_FAULTS = 100

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?")


class Stopped(Exception):
    """Reading cannot go on."""


class Composer:
    """Builds the tree from events and collects faults."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self.faults: list[Fault] = []

    def document(self) -> Node:
        """Return the only document's root; an empty file is a null."""
        next(self._events)
        if isinstance(next(self._events), StreamEndEvent):
            return Node(None, 1, 1)
        root = self._node(next(self._events), depth=1)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, StreamEndEvent):
            self._fault(after, "a second document begins here: keep one document in a file")
        return root

    def _node(self, event: Event, *, depth: int) -> Node:
        if depth > MAX_DEPTH and isinstance(event, CollectionStartEvent):
            self._fault(event, f"nested deeper than {MAX_DEPTH} levels: flatten it")
            raise Stopped
        line, column = _start(event)
        self._refuse_marks(event)
        match event:
            case ScalarEvent():
                return Node(self._scalar(event), line, column)
            case SequenceStartEvent():
                return Node(self._items(depth), line, column)
            case MappingStartEvent():
                return Node(self._members(depth), line, column)
            case _:
                return Node(None, line, column)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        value: str = event.value
        if found := CONTROL.search(value):
            self._fault(event, f"the escape for {named(found[0])} is a control character: remove it")
            value = CONTROL.sub("\ufffd", value)
        return value if event.style else _resolve(value)

    def _items(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, depth=depth + 1))
        return items

    def _members(self, depth: int) -> dict[str, Node]:
        members: dict[str, Node] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._node(event, depth=depth + 1)
            value = self._node(next(self._events), depth=depth + 1).value
            if not isinstance(key.value, str):
                self._fault(event, "a key must be text: put it in quotes")
            elif key.value in members:
                first = members[key.value].line
                self._fault(event, f"the key {quote(key.value)} stands here twice, first in line {first}: keep one")
            else:
                members[key.value] = Node(value, key.line, key.column)
        return members

    def _refuse_marks(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            self._fault(event, f"the alias {quote('*' + str(event.anchor))} is not allowed: write the value out")
        elif isinstance(event, (ScalarEvent, CollectionStartEvent)):
            if event.anchor is not None:
                self._fault(event, f"the anchor {quote('&' + event.anchor)} is not allowed: remove it")
            if event.tag is not None:
                self._fault(event, "a tag (`!…`) is not allowed: remove it")

    def _fault(self, event: Event, message: str) -> None:
        line, column = _start(event)
        self.faults.append(Fault(line=line, column=column, message=message))
        if len(self.faults) == MAX_FAULTS:
            raise Stopped


def _start(event: Event) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if (mark := event.start_mark) else (1, 1)


def _resolve(text: str) -> Scalar:
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
