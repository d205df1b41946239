"""What a patient who closed the page is told: that a reply waits. No name, no word of the talk, no clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording import sentences as say

if TYPE_CHECKING:
    from bot.model import Language


def reply_waits(language: Language, *, link: str) -> tuple[str, str]:
    """Return the notice's title and body."""
    return say.REPLY_WAITS[language], say.REPLY_WAITS_AT[language].format(link=link)
