"""Learn from a FAQ alone how sure to be, and from its maintainers' budget how daring.

The budget is `matching.max_wrong`: how many of 1,000 messages may get a wrong answer. Thresholds are the lowest at
which the held-out messages (the usual ones) stay within it; there is no built-in one, and another FAQ gets its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.faq.content import TopicKind
from bot.match.crossfit import background, crossfit, outside
from bot.match.judge import judge
from bot.match.logit import Example, Logit, fit
from bot.match.ranker import FEWNESS
from bot.match.report import Report, report
from bot.match.thresholds import Thresholds, thresholds, weights

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.match.crossfit import Origin, Seen
    from bot.match.ranker import Candidate
    from bot.match.tier import Phrasing, Tier
    from bot.model import Language

RECIPE = 6
"""Counts up when what is learnt changes with the code: what was learnt before is then learnt anew."""

_UNUSUAL = 0.2
"""How much an unusual phrasing counts beside a usual one."""

_HEAVIEST = 6
"""However many everyday questions there are, all together count as no more than so many of each that asks: a handful
of phrasings is left near what is believed of any FAQ."""

_CHATTER = (TopicKind.SMALLTALK, TopicKind.OFFTOPIC)
_BIAS = -3.5
_OUTSIDE = 0.5
"""How much a likeness to everyday questions is believed to speak against a target, beside one that speaks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What one language of one FAQ has taught: how scores become probabilities, and when to dare what."""

    logit: Logit
    thresholds: Thresholds
    report: Report | None = None


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """All that learning depends on: one language of one FAQ, the tiers that read it, what goes ahead, the budget.

    `kinds` names the topics, every other target is an entry; `is_stopped` tells of a text that triage decides, so that
    it never reaches the matcher; `max_wrong` is per 1,000.
    """

    language: Language
    phrasings: tuple[Phrasing, ...]
    tiers: tuple[Tier, ...]
    kinds: Mapping[str, TopicKind]
    max_wrong: float
    is_stopped: Callable[[str], bool] = lambda _text: False

    @property
    def read(self) -> tuple[Phrasing, ...]:
        """All that the matcher reads: the phrasings, and everyday questions beside them."""
        return (*self.phrasings, *outside(background(self.language), len(self.phrasings)))


def learn(lesson: Lesson, tell: Callable[[int, int], None] = lambda _done, _of: None) -> Learned:
    """Learn from held-out phrasings, which takes seconds to a minute; `tell` hears how many of all steps are done."""
    found = crossfit(lesson.phrasings, lesson.tiers, background(lesson.language), tell)
    seen = [one for one in found if not lesson.is_stopped(one.text)]
    entries = frozenset(p.target for p in lesson.phrasings) - lesson.kinds.keys()
    logit = fit(_examples(seen, lesson.kinds, entries), _prior(lesson.tiers))
    judged = tuple(judge(one, logit, lesson.kinds) for one in seen if one.is_own)
    at = thresholds(judged, lesson.max_wrong, entries)
    return Learned(logit=logit, thresholds=at, report=report(judged, at, entries) if judged else None)


def untaught(tiers: Sequence[Tier]) -> Learned:
    """Return what is believed of a FAQ that teaches nothing."""
    return Learned(logit=_prior(tiers), thresholds=Thresholds())


def _prior(tiers: Sequence[Tier]) -> Logit:
    """Return what is believed before any phrasing is seen."""
    together = (1 + len(tiers)) / 2
    weights = (weight / together for tier in tiers for weight in tier.prior)
    against = (_OUTSIDE * weight / together for tier in tiers for weight in (tier.prior[0], *tier.prior[2:]))
    return Logit(weights=(_BIAS, *weights, FEWNESS), outside=tuple(against))


def _examples(seen: Sequence[Seen], kinds: Mapping[str, TopicKind], entries: frozenset[str]) -> list[Example]:
    """Return what the fit sees: the usual messages and those out of scope in the shares that the budget counts with."""
    usual = [one for one in seen if one.is_own]
    share = weights(usual, entries)
    most = min(len(usual), _HEAVIEST * sum(one.target is not None for one in usual))
    return [
        Example(
            rows=tuple(candidate.features for candidate in _against(one, kinds)),
            right=_place(one),
            outside=one.found.outside,
            weight=_weight(one, share, most),
        )
        for one in seen
        if one.found.candidates and (one.target is None or _place(one) is not None)
    ]


def _against(one: Seen, kinds: Mapping[str, TopicKind]) -> tuple[Candidate, ...]:
    """Return the candidates of which at most one is right: an everyday question is no mistake for a line of chatter."""
    if one.target is not None:
        return one.found.candidates
    return tuple(candidate for candidate in one.found.candidates if kinds.get(candidate.target) not in _CHATTER)


def _weight(one: Seen, share: Mapping[Origin, float], usual: int) -> float:
    return share[one.origin] * usual if one.is_own else _UNUSUAL


def _place(one: Seen) -> int | None:
    names = [candidate.target for candidate in one.found.candidates]
    return names.index(one.target) if one.target in names else None
