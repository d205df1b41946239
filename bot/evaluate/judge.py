"""Put labelled messages to the desk and name what happened to each. Nothing is stored and nobody is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.evaluate.figures import figures
from bot.evaluate.outcome import RIGHT, Ended, Outcome, ended, outcome
from bot.frontdesk import respond
from bot.model import Dialogue
from bot.wording.crisis import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.evaluate.figures import Figures
    from bot.evaluate.labels import Label
    from bot.faq.content import Faq
    from bot.model import Reply
    from bot.understanding import Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled message, what it ended in, and what that is called."""

    label: Label
    got: Ended
    outcome: Outcome


def judge(understanding: Understanding, labels: Iterable[Label], *, now: datetime) -> tuple[Judged, ...]:
    """Return what happened to each message, in order."""
    return tuple(_judged(understanding, label, now) for label in labels)


def counted(judged: Iterable[Judged]) -> Figures:
    """Return the figures of what was judged."""
    return figures((each.label.expect, each.outcome) for each in judged)


def misses(judged: Iterable[Judged], most: int) -> Iterator[Judged]:
    """Yield the first `most` misses of each kind (expected ending and outcome), the most dangerous kinds first."""
    kinds: dict[tuple[int, str], list[Judged]] = defaultdict(list)
    danger = list(Outcome)
    for each in judged:
        if each.outcome not in RIGHT:
            kinds[danger.index(each.outcome), each.label.expect].append(each)
    for kind in sorted(kinds):
        yield from islice(kinds[kind], most)


def _judged(understanding: Understanding, label: Label, now: datetime) -> Judged:
    dialogue = Dialogue()
    for text in label.messages:
        decision, reply, dialogue = respond(understanding, dialogue, text, now=now)
    got = ended(decision, has_lines=_has_lines(reply, understanding.faq))
    return Judged(label=label, got=got, outcome=outcome(label, got))


def _has_lines(reply: Reply, faq: Faq) -> bool:
    sentence = lines(faq.clinic.country if faq.clinic else None, reply.language)
    return any(sentence in paragraph for paragraph in reply.paragraphs)
