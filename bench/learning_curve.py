"""How much more phrasings help: the shipped FAQ with fewer of them, asked by the open messages that want an answer.

python -m bench.learning_curve

The matcher alone with meaning, no triage; the probabilities are those the shipped FAQ has taught for all its phrasings.
The threshold is the lowest at which one in a hundred of these messages gets a wrong answer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING
from zlib import crc32

from rich.console import Console
from rich.table import Table

from bench.phrasings import MESSAGES, SHIPPED
from bot.learning.ready import prepare
from bot.match import Matcher
from bot.match.daring import daring
from bot.match.learn import untaught
from bot.match.logit import Logit
from bot.model import Language
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.faq.content import TopicKind
    from bot.learning.ready import Prepared
    from bot.match.tier import Phrasing

STEPS = (10, 20, 40, 80, 160, 1_000_000)
MOST_WRONG = 0.01


def asked() -> list[tuple[str, frozenset[str]]]:
    """Return the English messages that ask for one entry, and the entries each of which answers it."""
    lines = map(json.loads, MESSAGES.read_text(encoding="utf-8").splitlines())
    wanted = (line for line in lines if line["expect"] == "answer" and line.get("lang") != "es" and "turns" not in line)
    return [
        (one["text"], frozenset(name for names in (one["topics"], *one.get("accept", ())) for name in names))
        for one in wanted
    ]


def fewer(phrasings: Sequence[Phrasing], most: int) -> tuple[Phrasing, ...]:
    """Return at most so many phrasings of each target, chosen by hash, those of the file itself like the others."""
    of = defaultdict(list)
    for phrasing in sorted(phrasings, key=lambda p: (crc32(p.text.encode()), p.text)):
        of[phrasing.target].append(phrasing)
    return tuple(phrasing for found in of.values() for phrasing in found[:most])


def measure(prepared: Prepared, matcher: Matcher, kinds: Mapping[str, TopicKind]) -> tuple[float, float]:
    """Return the shares that are ranked first rightly, and answered rightly where one in a hundred is wrong."""
    sure, first = [], []
    for text, wanted in asked():
        ranked = matcher.rank(prepared.school.hearing.repaired(words(text), Language.ENGLISH))
        dared = daring(ranked, kinds)
        sure.append((dared.answer, dared.entry in wanted))
        first.append(bool(ranked) and ranked[0].id in wanted)
    return fmean(first), rightly(sure)


def rightly(sure: Sequence[tuple[float, bool]]) -> float:
    """Return the largest share answered rightly with no more wrong than the budget; what is equally sure goes too."""
    wrong = right = best = 0
    ordered = sorted(sure, key=lambda one: -one[0])
    for place, (value, is_right) in enumerate(ordered):
        wrong, right = wrong + (not is_right), right + is_right
        is_last = place + 1 == len(ordered) or ordered[place + 1][0] != value
        if is_last and wrong <= MOST_WRONG * len(sure):
            best = right
    return best / len(sure)


def _shipped_logit() -> Logit:
    kept = json.loads((SHIPPED.with_name("faq.yaml.learned") / "en-lexical-meaning.json").read_text(encoding="utf-8"))
    logit = kept["learned"]["logit"]
    return Logit(weights=tuple(logit["weights"]), outside=tuple(logit["outside"]))


def main() -> None:
    """Measure every step and print the table."""
    table = Table("phrasings a target", "phrasings", "top1 %", "answered rightly % at 1 % wrong")
    prepared = prepare(SHIPPED, SHIPPED.parent)
    lesson = prepared.school.lesson(Language.ENGLISH)
    prepared.shelves[0].read(lesson, "")  # for its vectors, which save minutes
    learned = replace(untaught(lesson.tiers), logit=_shipped_logit())
    for most in STEPS:
        kept = fewer(lesson.phrasings, most)
        read = replace(lesson, phrasings=kept).read
        first, answered = measure(prepared, Matcher(read, lesson.tiers, learned), lesson.kinds)
        name = "all" if most == STEPS[-1] else str(most)
        table.add_row(name, f"{len(kept):,}", f"{100 * first:.1f}", f"{100 * answered:.1f}")
    Console(width=100).print(table)
    print(f"{len(asked())} messages")


if __name__ == "__main__":
    main()
