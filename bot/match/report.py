"""What learning reached, for the maintainers: how much is answered, how much of it wrongly, and what is confused."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.match.crossfit import Origin
from bot.match.daring import CLINICAL_HARM
from bot.match.thresholds import answers_wrongly, asks_wrongly, weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.match.judge import Judged
    from bot.match.thresholds import Thresholds
    from bot.model import Match

_Z = 1.96
_BINS = 10
_MOST_CONFUSED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Two targets of which held-out phrasings of the one were taken for the other, and how often."""

    asked: str
    taken_for: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one language.

    `messages` were held out; `answered` and `offered` are shares of those that ask for an entry; `wrong` is the
    expected number of wrong answers in 1,000 messages (a clinical question answered counts three times), with its 95 %
    interval; `calibration_error` is the expected one (Guo et al. 2017), in ten bins.
    """

    messages: int
    answered: float
    offered: float
    wrong: float
    wrong_low: float
    wrong_high: float
    calibration_error: float
    confusions: tuple[Confusion, ...] = ()


def report(judged: Sequence[Judged], at: Thresholds, entries: frozenset[str]) -> Report:
    """Sum up what acting at these thresholds would have meant for the held-out messages."""
    asked = [one for one in judged if one.origin is Origin.ASKED and one.target in entries]
    right = sum(one.daring.answer >= at.answer and not answers_wrongly(one) for one in asked)
    offered = sum(one.daring.answer < at.answer and one.daring.ask >= at.ask and not asks_wrongly(one) for one in asked)
    wrong, low, high = _wrong(judged, at, weights(judged, entries))
    return Report(
        messages=len(judged),
        answered=round(right / max(1, len(asked)), 4),
        offered=round(offered / max(1, len(asked)), 4),
        wrong=wrong,
        wrong_low=low,
        wrong_high=high,
        calibration_error=round(_calibration_error(judged, weights(judged, entries)), 4),
        confusions=_confusions(judged),
    )


def _wrong(judged: Sequence[Judged], at: Thresholds, weight: Mapping[Origin, float]) -> tuple[float, float, float]:
    """Return the expected wrong answers per 1,000 and their interval: Wilson's, for the weighted share."""
    hits = [one for one in judged if one.daring.answer >= at.answer and answers_wrongly(one)]
    costs = [weight[one.origin] * (CLINICAL_HARM if one.is_clinical else 1.0) for one in hits]
    share, total = sum(costs), sum(weight[one.origin] ** 2 for one in judged)
    size = 1 / total if total else 1.0
    middle = (share + _Z * _Z / (2 * size)) / (1 + _Z * _Z / size)
    spread = _Z * math.sqrt(max(0.0, share * (1 - share)) / size + (_Z / (2 * size)) ** 2) / (1 + _Z * _Z / size)
    return round(1000 * share, 1), round(1000 * max(0.0, middle - spread), 1), round(1000 * (middle + spread), 1)


def _calibration_error(judged: Sequence[Judged], weight: Mapping[Origin, float]) -> float:
    bins: dict[int, list[tuple[float, float, bool]]] = defaultdict(list)
    for one in judged:
        first = one.ranked[0] if one.ranked else None
        if not _is_undecided(one, first):
            sure, is_right = (first.probability, first.id == one.target) if first else (0.0, False)
            bins[min(_BINS - 1, int(sure * _BINS))].append((weight[one.origin], sure, is_right))
    total = sum(w for found in bins.values() for w, _, _ in found) or 1.0
    gaps = (abs(sum(w * (sure - is_right) for w, sure, is_right in found)) for found in bins.values())
    return sum(gaps) / total


def _is_undecided(one: Judged, first: Match | None) -> bool:
    """Tell whether an everyday question was taken for chatter, which is neither right nor wrong."""
    return first is not None and one.target is None and first.id == one.daring.chatter


def _confusions(judged: Sequence[Judged]) -> tuple[Confusion, ...]:
    pairs = Counter(
        (one.target, one.ranked[0].id) for one in judged if one.target and one.ranked and one.ranked[0].id != one.target
    )
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:_MOST_CONFUSED]
    return tuple(Confusion(asked=asked, taken_for=taken, count=count) for (asked, taken), count in ranked)
