"""Read YAML 1.2 or JSON so that nothing is guessed, and every value keeps its line and column.

Refused, each with its place: anchors, aliases, tags, repeated keys, keys that are not text, a second document, depth
over `MAX_DEPTH`, more than `MAX_BYTES`, control characters, anything but UTF-8. Plain scalars follow YAML 1.2 (`no`,
`on`, `9:30` and dates are text), with one exception: what begins with a zero (`0123`, `0x1F`) stays text as well.

The tree is built from parser events: libyaml's where PyYAML has it, PyYAML's own otherwise, and our own for JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Never, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 32
MAX_FAULTS = 100
MAX_QUOTED = 60

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"
Step: TypeAlias = str | int
Parser: TypeAlias = "Callable[[str], yaml.SafeLoader | yaml.CSafeLoader]"

PARSER: Parser = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JSON_TOKEN = re.compile(r'([ \t\r\n]*)([{}\[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:\]}]+)')

_MENDS = (
    ("mapping values are not allowed", "put text that contains `: ` in quotes, and check the indentation"),
    ("expected <block end>", "check the indentation: keys of one block begin in the same column"),
    ("could not find expected ':'", "check the indentation, and that the key is followed by `: `"),
    ("unexpected end of stream", "close the quote"),
    ("cannot start any token", "put the text in quotes"),
    ("expected ',' or", "add the comma or the closing bracket"),
    ("flow", "close the bracket"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong at one place; line and column count from 1."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands; a mapping's member stands where its key does."""

    value: Scalar | list[Node] | dict[str, Node]
    line: int
    column: int

    def plain(self) -> Plain:
        """Return the value without its places."""
        match self.value:
            case list(items):
                return [item.plain() for item in items]
            case dict(members):
                return {name: member.plain() for name, member in members.items()}
            case scalar:
                return scalar

    def step(self, step: Step) -> Node | None:
        """Return the member or item that one step of a path leads to."""
        match self.value:
            case dict(members) if isinstance(step, str):
                return members.get(step)
            case list(items) if isinstance(step, int) and 0 <= step < len(items):
                return items[step]
            case _:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file says, as plain data, and everything that is wrong with it as YAML.

    `is_whole` is false where the text could not be read to its end: the data is then missing.
    """

    root: Node
    data: Plain
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True

    def locate(self, path: Sequence[Step]) -> tuple[int, int]:
        """Return the line and column of the value at `path`, or of the nearest part of the path that exists."""
        node = self.root
        for step in path:
            if (found := node.step(step)) is None:
                break
            node = found
        return node.line, node.column


class StrictYamlError(Exception):
    """The text is not the YAML we accept; `faults` says where and why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{fault.line}:{fault.column}: {fault.message}" for fault in faults))


def load(raw: bytes, *, parser: Parser = PARSER) -> Document:
    """Read one document. Raises StrictYamlError with every fault."""
    document = scan(raw, parser=parser)
    if document.faults:
        raise StrictYamlError(document.faults)
    return document


def scan(raw: bytes, *, parser: Parser = PARSER) -> Document:
    """Read one document as far as it goes; never raises: what is wrong stands in its `faults`."""
    try:
        text = decode(raw)
    except StrictYamlError as error:
        return _broken(error.faults)
    composer = _Composer(_json_events(text) if _is_json(text) else _yaml_events(text, parser))
    try:
        root = composer.document()
    except _Stop:
        return _broken(tuple(composer.faults))
    except yaml.MarkedYAMLError as error:
        return _broken((*composer.faults, _syntax_fault(error, text)))
    except (yaml.YAMLError, ValueError, OverflowError):
        return _broken(
            (*composer.faults, Fault(line=1, column=1, message="this is not YAML: an escape or a directive is invalid"))
        )
    return Document(root=root, data=root.plain(), faults=tuple(composer.faults))


def decode(raw: bytes) -> str:
    """Return the text of UTF-8 bytes, without a byte order mark. Raises StrictYamlError."""
    if len(raw) > MAX_BYTES:
        _refuse(1, 1, f"the file is larger than {MAX_BYTES // 1024**2} MB: split it")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(1, 1, "the file is UTF-16: save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(*_place(raw[: error.start].decode("utf-8-sig")), "the file is not UTF-8: save it as UTF-8")
    if found := _CONTROL.search(text):
        _refuse(*_place(text[: found.start()]), f"{_named(found[0])} is a control character: remove it")
    return text


def quote(text: str) -> str:
    """Return text of a file as a message shows it: on one line, shortened, in backquotes."""
    line = " ".join(_CONTROL.sub("\ufffd", text[: 4 * MAX_QUOTED]).split())
    return f"`{line[:MAX_QUOTED]}…`" if len(line) > MAX_QUOTED or len(text) > 4 * MAX_QUOTED else f"`{line}`"


def _refuse(line: int, column: int, message: str) -> Never:
    raise StrictYamlError((Fault(line=line, column=column, message=message),))


def _broken(faults: tuple[Fault, ...]) -> Document:
    return Document(root=Node(None, 1, 1), data=None, faults=faults, is_whole=False)


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"


def _syntax_fault(error: yaml.MarkedYAMLError, text: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if mark and text[mark.index : mark.index + 1] == "\t":
        return Fault(line=line, column=column, message="a tab cannot indent: use spaces")
    problem = " ".join(part for part in (error.context, error.problem) if part)
    mend = next((mend for words, mend in _MENDS if words in problem), "put the text in quotes")
    return Fault(line=line, column=column, message=f"this is not YAML ({problem}): {mend}")


class _Stop(Exception):
    """Reading cannot go on."""


class _Composer:
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
        if depth > MAX_DEPTH:
            self._fault(event, f"nested deeper than {MAX_DEPTH} levels: flatten it")
            raise _Stop
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
        if found := _CONTROL.search(value):
            self._fault(event, f"the escape for {_named(found[0])} is a control character: remove it")
            value = _CONTROL.sub("\ufffd", value)
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
            raise _Stop


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


def _yaml_events(text: str, parser: Parser) -> Iterator[Event]:
    loader = parser(text)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    finally:
        loader.dispose()


def _is_json(text: str) -> bool:
    if not text.lstrip(" \t\r\n").startswith(("{", "[")):
        return False
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)


def _json_events(text: str) -> Iterator[Event]:
    """Yield the events of valid JSON: YAML's own parsers refuse its surrogate pairs and some of its white space."""
    mark = yaml.Mark("", 0, 0, 0, None, 0)
    yield StreamStartEvent(mark, mark)
    yield DocumentStartEvent(mark, mark)
    line, line_start = 0, 0
    for found in _JSON_TOKEN.finditer(text):
        space, token = found.groups()
        if breaks := space.count("\n"):
            line += breaks
            line_start = found.start() + space.rindex("\n") + 1
        mark = yaml.Mark("", found.start(2), line, found.start(2) - line_start, None, 0)
        if token not in {",", ":"}:
            yield _json_event(token, mark)
    yield DocumentEndEvent(mark, mark)
    yield StreamEndEvent(mark, mark)


def _json_event(token: str, mark: yaml.Mark) -> Event:
    match token[0]:
        case "{":
            return MappingStartEvent(anchor=None, tag=None, implicit=True, start_mark=mark, end_mark=mark)
        case "}":
            return MappingEndEvent(mark, mark)
        case "[":
            return SequenceStartEvent(anchor=None, tag=None, implicit=True, start_mark=mark, end_mark=mark)
        case "]":
            return SequenceEndEvent(mark, mark)
        case '"':
            return ScalarEvent(None, None, (False, True), json.loads(token), mark, mark, style='"')
        case _:
            return ScalarEvent(None, None, (True, False), token, mark, mark)
