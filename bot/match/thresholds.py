"""The lowest thresholds at which held-out messages stay within the maintainers' budget of wrong answers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.match.crossfit import Origin
from bot.match.daring import CLINICAL_HARM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.match.crossfit import Seen
    from bot.match.judge import Judged

ASKED = 0.65
"""What share of all messages ask for what the FAQ holds."""

_BESIDE = 5.0
_MOST_BESIDE = 0.25
"""So many targets' worth of messages ask what is close to a FAQ and not in it: the more it holds, the fewer of all.

Topics play those too, so what they are asked is taken off.
"""

_ASK_FACTOR = 5.0
"""Offering only wrong entries costs a patient a moment: five times as many are allowed as wrong answers."""

NEVER = 1.01
"""What no probability reaches."""

_DIGITS = 4
_SURER = 0.0001
_CAUTIOUS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How safe an answer, an offer of entries, a line of chatter must be; bot/match/daring.py says what is compared."""

    answer: float = _CAUTIOUS
    ask: float = _CAUTIOUS
    chat: float = _CAUTIOUS


def thresholds(judged: Sequence[Judged], max_wrong: float, entries: frozenset[str]) -> Thresholds:
    """Return the thresholds for a budget per 1,000 messages; cautious ones where nothing could be held out."""
    if not judged:
        return Thresholds()
    budget, weight = max_wrong / 1000, weights(judged, entries)

    def least(value: Callable[[Judged], float], is_wrong: Callable[[Judged], bool], most: float) -> float:
        return lowest(judged, value, is_wrong, budget=most, weight=weight)

    return Thresholds(
        answer=least(lambda one: one.daring.answer, answers_wrongly, budget),
        ask=least(lambda one: one.daring.ask, asks_wrongly, budget * _ASK_FACTOR),
        chat=least(lambda one: one.daring.chat, chats_wrongly, budget),
    )


def answers_wrongly(one: Judged) -> bool:
    """Tell whether the likeliest entry is not what the message asks for."""
    return one.daring.entry != one.target


def asks_wrongly(one: Judged) -> bool:
    """Tell whether no offered entry is what the message asks for."""
    return one.target not in one.daring.options


def chats_wrongly(one: Judged) -> bool:
    """Tell whether a line of chatter would leave a question of the FAQ, or one for staff, without an answer."""
    return one.target is not None and one.target != one.daring.chatter


def lowest(
    judged: Sequence[Judged],
    value: Callable[[Judged], float],
    is_wrong: Callable[[Judged], bool],
    *,
    budget: float,
    weight: Mapping[Origin, float],
) -> float:
    """Return the lowest value down to which the wrong ones together stay within the budget (a share of messages).

    Where the surest one is wrong and beyond the budget, only what is surer still is dared: what repeats a phrasing.
    """
    spent, reached = 0.0, NEVER
    ordered = sorted(judged, key=lambda one: -round(value(one), _DIGITS))
    for least, alike in groupby(ordered, key=lambda one: round(value(one), _DIGITS)):
        wrong = (one for one in alike if is_wrong(one))
        spent += sum(weight[one.origin] * (CLINICAL_HARM if one.is_clinical else 1.0) for one in wrong)
        if spent > budget:
            return reached if reached < NEVER else max(_CAUTIOUS, round(least + _SURER, _DIGITS))
        reached = least
    return reached


def shares(targets: int, topics: float = 0.0) -> dict[Origin, float]:
    """Return what share of all messages each kind of held-out message plays where a FAQ has so many targets.

    `topics` is what share of those who ask for a target ask for a topic.
    """
    beside = max(0.0, min(_MOST_BESIDE, _BESIDE / max(1, targets)) - ASKED * topics)
    return {Origin.ASKED: ASKED, Origin.MISSING: beside, Origin.BACKGROUND: 1 - ASKED - beside}


def weights(judged: Sequence[Judged] | Sequence[Seen], entries: frozenset[str]) -> dict[Origin, float]:
    """Return what share of all messages one held-out message of each origin stands for.

    What is not among the entries is a topic.
    """
    count = {origin: sum(one.origin is origin for one in judged) for origin in Origin}
    asked = [one.target for one in judged if one.target]
    topics = sum(target not in entries for target in asked) / max(1, len(asked))
    share = shares(len(set(asked)), topics)
    present = {origin: share[origin] for origin in Origin if count[origin]}
    total = sum(present.values()) or 1.0
    return {origin: share / total / count[origin] for origin, share in present.items()}
