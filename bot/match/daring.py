"""How much may be dared on a ranking: one place for the learning and for the deciding.

A clinical question that gets an answer does three times the harm of another wrong answer, so a clinical likelihood
counts three times against whatever the bot would say by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.faq.content import TopicKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Match

CLINICAL_HARM = 3.0
MOST_OPTIONS = 3
_OPTION_SHARE = 0.2
_CHATTER = (TopicKind.SMALLTALK, TopicKind.OFFTOPIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daring:
    """The likeliest entry and how safe its answer is; likewise options together, and a line of small talk or off-topic.

    Every value is from 0 to 1 and at most the probability that acting so is right.
    """

    entry: str | None
    answer: float
    options: tuple[str, ...]
    ask: float
    chatter: str | None
    chat: float


def daring(ranked: Sequence[Match], kinds: Mapping[str, TopicKind]) -> Daring:
    """Weigh a ranking, the likeliest first. `kinds` names the topics; every other target is an entry."""
    entries = [match for match in ranked if match.id not in kinds]
    talk = [match for match in ranked if kinds.get(match.id) in _CHATTER]
    harm = 1 + (CLINICAL_HARM - 1) * mass(ranked, kinds, TopicKind.CLINICAL)
    offered = _offered(entries)
    return Daring(
        entry=entries[0].id if entries else None,
        answer=entries[0].probability / harm if entries else 0.0,
        options=tuple(match.id for match in offered),
        ask=sum(match.probability for match in offered) / harm,
        chatter=talk[0].id if talk else None,
        chat=sum(match.probability for match in talk) / harm,
    )


def mass(ranked: Sequence[Match], kinds: Mapping[str, TopicKind], *wanted: TopicKind | None) -> float:
    """Return how likely one of these kinds is meant; None stands for the entries."""
    return sum(match.probability for match in ranked if kinds.get(match.id) in wanted)


def _offered(entries: Sequence[Match]) -> list[Match]:
    """Return the two or three entries worth offering: the best two, and a third that is not far behind."""
    third = [match for match in entries[2:MOST_OPTIONS] if match.probability >= _OPTION_SHARE * entries[0].probability]
    return [*entries[:2], *third]
