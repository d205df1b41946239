"""A held-out message, judged: how sure the matcher was, and what acting on it would have meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.faq.content import TopicKind
from bot.match.daring import Daring, daring
from bot.model import Match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.match.crossfit import Origin, Seen
    from bot.match.logit import Logit


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Who the message plays, what it asks for, its ranking, and what would be dared for it."""

    origin: Origin
    target: str | None
    ranked: tuple[Match, ...]
    daring: Daring
    is_clinical: bool


def judge(seen: Seen, logit: Logit, kinds: Mapping[str, TopicKind]) -> Judged:
    """Judge one message. `kinds` names the topics; every other target is an entry."""
    candidates = seen.found.candidates
    shares = logit.probabilities([candidate.features for candidate in candidates], seen.found.outside)
    matches = (Match(id=c.target, probability=p) for c, p in zip(candidates, shares, strict=True))
    ranked = tuple(sorted(matches, key=lambda match: (-match.probability, match.id)))
    return Judged(
        origin=seen.origin,
        target=seen.target,
        ranked=ranked,
        daring=daring(ranked, kinds),
        is_clinical=kinds.get(seen.target or "") is TopicKind.CLINICAL,
    )
