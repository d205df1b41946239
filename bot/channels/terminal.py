"""The terminal as a channel: a reply as text, for `ask` and `chat`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Reply

SAMPLE = "[sample content, not clinically reviewed]"


def to_text(reply: Reply) -> str:
    """Return a reply as a patient reads it where nothing can be tapped; `**bold**` loses its stars."""
    return "\n\n".join(_blocks(reply)).replace("**", "")


def _blocks(reply: Reply) -> Iterator[str]:
    yield from reply.paragraphs
    if reply.choices:
        yield "\n".join(f"{number}. {choice.label}" for number, choice in enumerate(reply.choices, 1))
    if reply.is_sample:
        yield SAMPLE
