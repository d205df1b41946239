"""A phrase as a regular expression: slow to compile, and the plainest way to say what the search must find."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from bot.triage.node import Chain, Choice, Gap, Mark, Maybe, Part, Stem, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.node import Node

_MARKS = {"^": "(?<![^<])", "$": r"(?= (?:>|\Z))", "^^": "(?<=<)", "$$": "(?= >)"}


def pattern(node: Node) -> str:
    """Write a phrase as the source of a regular expression for one sentence: words, each with the blank before it.

    The sentence ends with a blank; "<" stands before the first of a message and ">" behind the last.
    """
    return _source(node) + "(?= )"


def _source(node: Node) -> str:
    match node:
        case Words(texts):
            return _either([" " + re.escape(text).replace(r"\ ", " ") for text in texts])
        case Stem(text):
            return " " + re.escape(text) + "[^ ]*+"
        case Part(text):
            return " [^ ]*?" + re.escape(text) + "[^ ]*+"
        case Gap():
            return "(?: [^ <>]++){0,4}?"
        case Mark(text):
            return _MARKS[text]
        case Chain(parts):
            return "".join(map(_source, parts))
        case Choice(options):
            return _either(list(map(_source, options)))
        case Maybe(part):
            return "(?:" + _source(part) + ")?"
        case _:
            assert_never(node)


def _either(sources: Sequence[str]) -> str:
    return sources[0] if len(sources) == 1 else "(?:" + "|".join(sources) + ")"
