"""Read YAML 1.2 or JSON so that nothing is guessed, and every value keeps its line and column.

Refused, each with its place: anchors, aliases, tags, repeated keys, keys that are not text, a second document, depth
over `MAX_DEPTH`, more than `MAX_BYTES`, control characters, anything but UTF-8. Plain scalars follow YAML 1.2 (`no`,
`on`, `9:30` and dates are text), with one exception: what begins with a zero (`0123`, `0x1F`) stays text as well.

The tree is built from parser events: libyaml's where PyYAML has it, PyYAML's own otherwise, and our own for JSON.
"""

from __future__ import annotations

import yaml

from bot.strict_yaml.characters import MAX_BYTES, decode, quote
from bot.strict_yaml.compose import MAX_DEPTH, MAX_FAULTS, Composer, Stopped
from bot.strict_yaml.events import PARSER, Parser, events
from bot.strict_yaml.syntax import syntax_fault
from bot.strict_yaml.tree import Document, Fault, Node, Plain, Scalar, Step, StrictYamlError

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FAULTS",
    "PARSER",
    "Document",
    "Fault",
    "Node",
    "Parser",
    "Plain",
    "Scalar",
    "Step",
    "StrictYamlError",
    "decode",
    "load",
    "quote",
    "scan",
]


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
    composer = Composer(events(text, parser))
    try:
        root = composer.document()
    except Stopped:
        return _broken(tuple(composer.faults))
    except yaml.MarkedYAMLError as error:
        return _broken((*composer.faults, syntax_fault(error, text)))
    except (yaml.YAMLError, ValueError, OverflowError):
        return _broken(
            (*composer.faults, Fault(line=1, column=1, message="this is not YAML: an escape or a directive is invalid"))
        )
    return Document(root=root, data=root.plain(), faults=tuple(composer.faults))


def _broken(faults: tuple[Fault, ...]) -> Document:
    return Document(root=Node(None, 1, 1), data=None, faults=faults, is_whole=False)
