"""Small, uneven FAQs of other businesses, asked about half what they hold and half what they do not, close to it.

python -m bench.small CLINC BANKING [DRAWS]

CLINC and BANKING are files of CLINC150 and BANKING77 (Casanueva et al. 2020), as bench/intents.py reads them. Each draw
takes one business: two domains of the one, or 24 to 48 intents of the other. Two thirds of its intents become entries
with 3 to 30 phrasings; the others are what patients ask beside it. The matcher alone, without triage, learns from the
entries what it may dare within two budgets; lines that it has not read then ask.
"""

from __future__ import annotations

import sys
from dataclasses import astuple, dataclass, fields, replace
from math import exp, log
from pathlib import Path
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.table import Table

from bench.calibration import calibration_error
from bench.domains import DOMAINS
from bench.intents import Row, faq_of, ranked, read, sure
from bot.learning import School
from bot.match import Matcher
from bot.meaning import installed
from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Faq
    from bot.match.tier import Tier

DRAWS = 20
FEWEST, MOST = 3, 30
ENTRIES = 0.65
INSIDE, CLOSE, FAR = 300, 210, 90
BUDGETS = (5.0, 30.0)
STRAY = 0.05

Seen = list[tuple[bool, float]]
"""Was the likeliest entry right, and how safe would its answer be."""


class Draw(NamedTuple):
    """A business's FAQ, and lines that ask for an entry, for something close to the entries, for something far off."""

    faq: Faq
    inside: Sequence[Row]
    close: Sequence[Row]
    far: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dared:
    """At the learnt threshold: shares of 100 of those in scope, close and far; wrong answers in 1,000 messages."""

    rightly: float
    wrong: float
    close: float
    far: float
    reached: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`ok_at_5`: answered rightly where 5 % of what is out of scope gets an answer, whatever was learnt."""

    entries: float
    phrasings: float
    top1: float
    ok_at_5: float
    error: float
    dared: tuple[Dared, ...]


def drawn(clinc: Sequence[Row], banking: Sequence[Row], seed: int) -> Draw:
    """Draw a business: an even seed's is of CLINC150."""
    random = Random(seed)
    known = banking if seed % 2 else clinc
    business = _intents(banking, random) if seed % 2 else [n for domain in random.sample(DOMAINS, 2) for n in domain]
    random.shuffle(business)
    held = business[: round(ENTRIES * len(business))]
    chosen = {name: _phrasings([r.text for r in known if r.intent == name], random) for name in sorted(held)}
    read_already = {text for texts in chosen.values() for text in texts}
    inside = [row for row in known if row.intent in chosen and row.text not in read_already]
    close = [row for row in known if row.intent in set(business) - chosen.keys()]
    return Draw(
        faq=faq_of(chosen, BUDGETS[0]),
        inside=random.sample(inside, INSIDE),
        close=random.sample(close, CLOSE),
        far=random.sample(_far(clinc, business, is_banking=bool(seed % 2)), FAR),
    )


def _intents(banking: Sequence[Row], random: Random) -> list[str]:
    return random.sample(sorted({row.intent for row in banking}), random.randint(24, 48))


def _phrasings(texts: Sequence[str], random: Random) -> list[str]:
    """Return a number of phrasings of which one is as likely as its double."""
    return random.sample(sorted(set(texts)), round(exp(random.uniform(log(FEWEST), log(MOST)))))


def _far(clinc: Sequence[Row], business: Sequence[str], *, is_banking: bool) -> list[Row]:
    """Return what the background does not hold: out-of-scope lines and other domains' validation lines, half each."""
    near = [domain for domain in DOMAINS if set(domain) & set(business)]
    near = [*DOMAINS[:2], *near] if is_banking else near
    known = {name for domain in DOMAINS for name in domain} - {name for domain in near for name in domain}
    stray = [row for row in clinc if row.split == "oos_val"]
    return [*stray, *Random(0).sample([r for r in clinc if r.split == "val" and r.intent in known], len(stray))]


def measure(draw: Draw, tier: Tier | None) -> Figures:
    """Teach a matcher, at each budget, and ask it."""
    school = School(draw.faq, None, meaning=tier)
    lesson = school.lesson(Language.ENGLISH)
    learned = [school.learn(replace(lesson, max_wrong=budget)) for budget in BUDGETS]
    matcher = Matcher(lesson.read, lesson.tiers, learned[0])
    inside, close, far = (_asked(school, matcher, rows) for rows in (draw.inside, draw.close, draw.far))
    return Figures(
        entries=len(draw.faq.entries),
        phrasings=len(lesson.phrasings),
        top1=_percent([is_right for is_right, _ in inside]),
        ok_at_5=_percent([is_right and value > _oracle([*close, *far]) for is_right, value in inside]),
        error=100 * calibration_error([*inside, *close, *far]),
        dared=tuple(dared(one.thresholds.answer, inside, close, far) for one in learned),
    )


def _asked(school: School, matcher: Matcher, rows: Sequence[Row]) -> Seen:
    known = {entry.id for entry in school.faq.entries}
    found = [(row.intent, ranked(school, matcher, row.text)) for row in rows]
    return [(bool(r) and intent in known and r[0].id == intent, sure(r)) for intent, r in found]


def dared(at: float, inside: Seen, close: Seen, far: Seen) -> Dared:
    """Sum up what a threshold means for the messages."""
    return Dared(
        rightly=_percent([is_right and value >= at for is_right, value in inside]),
        wrong=_percent([not is_right and value >= at for is_right, value in inside]),
        close=_percent([value >= at for _, value in close]),
        far=_percent([value >= at for _, value in far]),
        reached=10 * _percent([not is_right and value >= at for is_right, value in (*inside, *close, *far)]),
    )


def _oracle(outside: Seen) -> float:
    """Return what at most 5 % of the messages out of scope surpass."""
    return sorted((value for _, value in outside), reverse=True)[int(STRAY * len(outside))]


def _percent(which: Sequence[bool]) -> float:
    return 100 * fmean(which)


def main() -> None:
    """Measure every draw and print the table."""
    clinc, banking = (read(Path(name)) for name in sys.argv[1:3])
    draws = int(sys.argv[3]) if sys.argv[3:] else DRAWS
    tier, _ = installed.tier()
    found = [_line(measure(drawn(clinc, banking, seed), tier)) for seed in range(draws)]
    of = [f"{field.name} {budget:g}" for budget in BUDGETS for field in fields(Dared)]
    table = Table("draw", *(field.name for field in fields(Figures)[:-1]), *of)
    for seed, line in enumerate(found):
        table.add_row(f"{seed} {'banking' if seed % 2 else 'clinc'}", *(f"{figure:.1f}" for figure in line))
    table.add_section()
    table.add_row("mean", *(f"{fmean(column):.1f}" for column in zip(*found, strict=True)))
    Console(width=200).print(table)


def _line(figures: Figures) -> list[float]:
    *plain, at_budgets = astuple(figures)
    return [*plain, *(figure for one in at_budgets for figure in one)]


if __name__ == "__main__":
    main()
