"""Text for Slack: escaped, cut into pieces that fit, and never changed on the way.

Our own sentences become mrkdwn with `verbatim`, which makes nothing of names and channels; what people wrote becomes
plain text, which makes nothing of anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Block: TypeAlias = dict[str, object]
"""A JSON object as Slack's API takes it."""

LONGEST_SECTION: Final = 3_000
LONGEST_LABEL: Final = 75

_BOLD: Final = re.compile(r"\*\*(?=\S)([^*\n]+)(?<=\S)\*\*")
_MARKUP: Final = re.compile(r"[*_~`]|^&gt;|:[a-z0-9_+'-]+:", re.MULTILINE)
_ENDS: Final = ("\n", ". ", "? ", "! ", " ")


def escape(text: str) -> str:
    """Return a text in which Slack finds no mention, link or command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> Block:
    """Return a text that is shown letter by letter."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Return text of ours that is already Slack's markup."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def ours(paragraph: str) -> Block:
    """Return a paragraph of ours; as plain text where a character in it would be taken for markup."""
    markup = _BOLD.sub(r"*\1*", escape(paragraph))
    is_safe = not _MARKUP.search(_BOLD.sub(r"\1", escape(paragraph)))
    return mrkdwn(markup) if is_safe and len(markup) <= LONGEST_SECTION else plain(unmarked(paragraph))


def unmarked(paragraph: str) -> str:
    """Return a paragraph of ours without the stars of what is bold."""
    return _BOLD.sub(r"\1", paragraph)


def label(text: str) -> Block:
    """Return what a button says, cut with an ellipsis where it does not fit."""
    return plain(text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…")


def pieces(text: str, *, longest: int = LONGEST_SECTION) -> Iterator[str]:
    """Cut a text where a line, a sentence or a word ends; the pieces joined are the text."""
    while len(text) > longest:
        end = _end(text[:longest])
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def _end(text: str) -> int:
    """Return where the last line, sentence or word of a text ends; its length where there is none."""
    found = (text.rfind(mark) + len(mark) for mark in _ENDS if text[:-1].strip() and mark in text[1:])
    return next((end for end in found if text[:end].strip() and end > len(text) // 4), len(text))
