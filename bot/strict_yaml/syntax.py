"""Say what a YAML parser could not read, and what people most often did to cause it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.strict_yaml.tree import Fault

if TYPE_CHECKING:
    import yaml

_LINE_UP = "line up the keys of one block, and inside quotes use the other kind of quote"
# What people most often did when a parser says these words; libyaml and PyYAML phrase some of them differently.
_MENDS = (
    ("mapping values are not allowed", "put text that contains `: ` in quotes, and check the indentation"),
    ("sequence entries are not allowed", "begin the list on a line of its own"),
    ("expected <block end>", _LINE_UP),
    ("did not find expected key", _LINE_UP),
    ("expected '-' indicator", "check the indentation: the `-` of one list stand in the same column"),
    ("could not find expected ':'", "check the indentation, and that the key is followed by `: `"),
    ("<document start>", "check the indentation: one mapping makes the whole file"),
    ("end of stream", "close the quote or the bracket"),
    ("escape character", "write a backslash in double quotes as `\\\\`, or use single quotes"),
    ("comment or", "begin the text on the line after `|` or `>`"),
    ("indentation indicator", "begin the text on the line after `|` or `>`"),
    ("expected ',' or", "add the comma or the closing bracket"),
)
_MEND = "put the text in quotes"


def syntax_fault(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """Return the parser's complaint as a fault with its mend."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if mark and text[mark.index : mark.index + 1] == "\t":
        return Fault(line=line, column=column, message="a tab cannot stand here: use spaces")
    problem = " ".join(part for part in (error.context, error.problem) if part)
    mend = next((mend for words, mend in _MENDS if words in problem), _MEND)
    return Fault(line=line, column=column, message=f"this is not YAML ({problem}): {mend}")
