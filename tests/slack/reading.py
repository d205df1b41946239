"""What a person reads in Slack, made back from the blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.slack.shapes import Shape


def unescaped(text: str) -> str:
    """Undo Slack's escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def paragraphs(posts: Iterable[Shape]) -> tuple[str, ...]:
    """Return the paragraphs of a reply, made whole again from however many messages; bold loses its stars."""
    found: dict[str, str] = {}
    for block in _blocks(posts):
        number = re.fullmatch(r"p(\d+)\.\d+", block.get("block_id", ""))
        if number:
            found[number[1]] = found.get(number[1], "") + _words(block["text"])
    return tuple(found.values())


def buttons(posts: Iterable[Shape]) -> list[Shape]:
    """Return the buttons, as a press sends them back."""
    rows = (block for block in _blocks(posts) if block["type"] == "actions")
    return [{**button, "block_id": row.get("block_id", "b")} for row in rows for button in row["elements"]]


def everything(posts: Iterable[Shape]) -> Iterator[str]:
    """Return every text that Slack would look at for markup: fallbacks and mrkdwn."""
    for post in posts:
        yield post["text"]
    yield from (text["text"] for text in _texts(list(_blocks(posts))) if text["type"] == "mrkdwn")


def shown(post: Shape) -> str:
    """Return all that stands in a message, a modal or a view, as one text."""
    return "\n".join(unescaped(text["text"]) for text in _texts(post.get("blocks", [])))


def _blocks(posts: Iterable[Shape]) -> Iterator[Shape]:
    yield from (block for post in posts for block in post["blocks"])


def _texts(found: object) -> Iterator[Shape]:
    match found:
        case dict() if found.get("type") in {"plain_text", "mrkdwn"}:
            yield found
        case dict():
            yield from (text for value in found.values() for text in _texts(value))
        case list() | tuple():
            yield from (text for one in found for text in _texts(one))


def _words(text: Shape) -> str:
    words: str = text["text"]
    return unescaped(words).replace("*", "") if text["type"] == "mrkdwn" else words
