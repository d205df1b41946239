"""What of the FAQ came nearest to the message that was handed over: what the desk decided then, in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Faq
    from bot.model import Decision, Line, Match

MOST: Final = 3
_HUNDREDTH: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One entry or topic, and how likely the desk held it to be meant."""

    question: str
    text: str
    likely: str


def nearest(decisions: Sequence[tuple[Line, Decision]], faq: Faq) -> tuple[Candidate, ...]:
    """Return the likeliest of the last message that staff got; none where it was not matched, as in a crisis."""
    decision = next((decided for _, decided in reversed(decisions) if decided.escalates), None)
    if decision is None:
        return ()
    found = (_candidate(match, faq) for match in decision.ranked)
    return tuple(islice((one for one in found if one), MOST))


def _candidate(match: Match, faq: Faq) -> Candidate | None:
    """Return the entry or topic; None where today's file has it no more."""
    item = next((one for one in faq.items if one.id == match.id), None)
    if item is None:
        return None
    wording = item.wordings[Language.ENGLISH]
    return Candidate(question=wording.question, text=wording.text, likely=_percent(match.probability))


def _percent(probability: float) -> str:
    return f"{probability:.0%}" if probability >= _HUNDREDTH else "under 1%"
