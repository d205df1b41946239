"""Whether an answer was helpful: two buttons under it, and what pressing one of them says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.channels.slack.inbound import NAME
from bot.channels.slack.text import Block, plain
from bot.surface import conversation_name
from bot.wording import sentences as say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.slack.inbound import Us
    from bot.model import Language

HELPFUL: Final = "helpful"
_YES: Final = f"{HELPFUL}:yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What somebody thinks of a line."""

    conversation: str
    line: int
    is_helpful: bool


def rating_blocks(line: int, language: Language) -> tuple[Block, ...]:
    """Return the question and its two buttons."""
    yes: Block = {"type": "button", "action_id": _YES, "text": plain(say.YES[language]), "value": str(line)}
    no: Block = {"type": "button", "action_id": f"{HELPFUL}:no", "text": plain(say.NO[language]), "value": str(line)}
    asked: Block = {"type": "context", "block_id": "rated", "elements": [plain(say.HELPFUL[language])]}
    return asked, {"type": "actions", "block_id": "rating", "elements": [yes, no]}


def rating(body: Mapping[str, Any], us: Us) -> Rating:
    """Read a press of one of the buttons."""
    message, action = body["message"], body["actions"][0]
    thread = message.get("thread_ts") or message["ts"]
    conversation = conversation_name(NAME, us.team, body["channel"]["id"], thread)
    return Rating(conversation=conversation, line=int(action["value"]), is_helpful=action["action_id"] == _YES)
