"""What was typed, out of what Slack makes of it: links, names, escapes and emoji undone, so that triage can read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SPECIAL: Final = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_EMOJI: Final = re.compile(r":([a-z0-9_+'-]+):")


def text_of(message: Mapping[str, Any], us: str) -> str:
    """Return what was typed: without the desk's name, links and names as they read, emoji as themselves."""
    emoji = dict(_emoji(message.get("blocks")))
    bare = str(message.get("text") or "").replace(f"<@{us}>", " ")
    words = _SPECIAL.sub(_spoken, bare).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _EMOJI.sub(lambda found: emoji.get(found[1], found[0]), words).strip()


def _emoji(blocks: object) -> Iterator[tuple[str, str]]:
    """Yield the emoji of a message by name: Slack writes them as :names:, which triage cannot read."""
    match blocks:
        case {"type": "emoji", "name": str(name), "unicode": str(codes)}:
            yield name, "".join(chr(int(code, 16)) for code in codes.split("-"))
        case dict():
            yield from _emoji(list(blocks.values()))
        case list():
            yield from (found for one in blocks for found in _emoji(one))


def _spoken(found: re.Match[str]) -> str:
    mark, name, label = found.groups()
    return label or (f"{mark.replace('!', '@')}{name}" if mark else name.removeprefix("mailto:").removeprefix("tel:"))
