"""The parser events of a text: from libyaml, from PyYAML, or, for JSON, our own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Never, TypeAlias

import yaml
from yaml.events import (
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
    from collections.abc import Callable, Iterator

Parser: TypeAlias = "Callable[[str], yaml.SafeLoader | yaml.CSafeLoader]"

PARSER: Parser = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_JSON_TOKEN = re.compile(r'(?<![ \t\r\n])([ \t\r\n]*)([{}\[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:\]}]+)')


def events(text: str, parser: Parser) -> Iterator[Event]:
    """Yield the events of a text. Raises yaml.YAMLError, ValueError and OverflowError where it is not YAML."""
    return _json_events(text) if _is_json(text) else _yaml_events(text, parser)


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
