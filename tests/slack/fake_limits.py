"""The limits of Block Kit that Slack enforces: what a request breaks, or "". Emulators are more lenient than this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.slack.shapes import Shape

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def broken(blocks: list[Shape], *, surface: str = "message") -> str:
    """Return what is wrong with the blocks of a message or a view."""
    return next(filter(None, _broken(blocks, surface)), "")


def _broken(blocks: list[Shape], surface: str) -> Iterator[str]:
    if len(blocks) > MOST_BLOCKS[surface]:
        yield "too many blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)) or any(len(one) > 255 for one in ids):
        yield "block_id twice or too long"
    if surface == "message" and len(str(blocks)) > 60_000:
        yield "message too large"
    for block in blocks:
        yield from _in_block(block)


def _in_block(block: Shape) -> Iterator[str]:
    match block.get("type"):
        case "section":
            yield from _in_text(block.get("text"), longest=3000)
            yield from (problem for one in block.get("fields", []) for problem in _in_text(one, longest=2000))
        case "header":
            yield from _in_text(block.get("text"), longest=150)
        case "context":
            yield "too many elements" if len(block["elements"]) > 10 else ""
            yield from (problem for one in block["elements"] for problem in _in_text(one, longest=2000))
        case "actions":
            yield "too many elements" if len(block["elements"]) > 25 else ""
            actions = [one["action_id"] for one in block["elements"]]
            yield "action_id twice" if len(actions) != len(set(actions)) else ""
            yield from (problem for one in block["elements"] for problem in _in_button(one))
        case "input":
            yield from _in_text(block.get("label"), longest=2000)
        case "divider":
            return
        case other:
            yield f"unknown block {other}"


def _in_button(button: Shape) -> Iterator[str]:
    yield from _in_text(button.get("text"), longest=75)
    if len(button.get("value", "")) > 2000 or len(button["action_id"]) > 255:
        yield "button value or action_id too long"
    if "confirm" in button:
        for part, longest in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _in_text(button["confirm"].get(part), longest=longest)


def _in_text(text: Shape | None, *, longest: int) -> Iterator[str]:
    if not text or not text.get("text") or len(text["text"]) > longest:
        yield f"text empty or longer than {longest}"
    elif text["type"] not in {"plain_text", "mrkdwn"} or ("emoji" in text and text["type"] == "mrkdwn"):
        yield "unknown text object"
