"""What the tests of learning are made of: judged messages by hand, and a tier whose scores are plain to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.faq.content import TopicKind
from bot.match.crossfit import Origin
from bot.match.daring import daring
from bot.match.judge import Judged
from bot.match.tier import Phrasing
from bot.model import Match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS = {
    "dose": TopicKind.CLINICAL,
    "cost": TopicKind.DESK,
    "hello": TopicKind.SMALLTALK,
    "weather": TopicKind.OFFTOPIC,
}


def ranking(shares: Mapping[str, float]) -> tuple[Match, ...]:
    """Return a ranking, the likeliest first."""
    matches = (Match(id=target, probability=share) for target, share in shares.items())
    return tuple(sorted(matches, key=lambda match: (-match.probability, match.id)))


def judged(target: str | None, shares: Mapping[str, float], origin: Origin = Origin.ASKED) -> Judged:
    """Return a held-out message that asks for a target, and how likely each was found."""
    ranked = ranking(shares)
    return Judged(
        origin=origin,
        target=target,
        ranked=ranked,
        daring=daring(ranked, KINDS),
        is_clinical=KINDS.get(target or "") is TopicKind.CLINICAL,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A fit that remembers what it has read: a target scores 1 for exactly its own phrasings."""

    phrasings: tuple[Phrasing, ...]

    def scores(self, asked: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """Return 1 for the targets that have this very phrasing, 0 for the others."""
        found = {p.target for p in self.phrasings if p.text == " ".join(asked)}
        return {target: (float(target in found),) for target in dict.fromkeys(p.target for p in self.phrasings)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parrot:
    """A tier that knows only what it has read word for word; `fits` holds all of its fits."""

    name: str = "parrot"
    prior: tuple[float, ...] = (1.0, 1.0)
    fits: list[Read] = field(default_factory=list)

    def fit(self, phrasings: Sequence[Phrasing]) -> Read:
        """Read the phrasings."""
        self.fits.append(Read(phrasings=tuple(phrasings)))
        return self.fits[-1]


def asking(targets: int, each: int, *, is_own: bool = True) -> tuple[Phrasing, ...]:
    """Return so many phrasings of so many targets, no two alike."""
    return tuple(
        Phrasing(target=f"t{target}", text=f"way {n} of asking {target}", is_own=is_own)
        for target in range(targets)
        for n in range(each)
    )
