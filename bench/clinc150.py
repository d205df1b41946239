"""CLINC150 (Larson et al. 2019) with ten phrasings an intent: how the matcher does on another clinic's worth of topics.

python -m bench.clinc150 FILE

FILE has tab-separated columns: split (train, val, oos_train, oos_val), intent, text. The matcher alone, without triage,
learns from 150 intents what it may dare within 30 wrong answers per 1,000 messages; the validation messages then ask.
"""

from __future__ import annotations

import sys
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bench.calibration import calibration_error
from bench.intents import Row, faq_of, ranked, read, sure
from bot.learning import School
from bot.meaning import installed
from bot.model import Language

if TYPE_CHECKING:
    from bot.faq.content import Faq

SEEDS = 5
PHRASINGS = 10
ASKED = 1_000
MAX_WRONG = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares of 100: of the messages that ask for an intent, but `out_of_scope` of those that ask for none.

    `error` is the expected calibration error of the likeliest intent, over in-scope and over all messages.
    """

    top1: float
    rightly: float
    wrong: float
    out_of_scope: float
    error_in_scope: float
    error: float
    threshold: float
    seconds: float


BARS = {"top1": (90, True), "rightly": (65, True), "out_of_scope": (4, False), "error": (6, False)}


def sampled(rows: tuple[Row, ...], random: Random) -> Faq:
    """Return a FAQ of ten training phrasings of each intent."""
    train = [row for row in rows if row.split == "train"]
    intents = sorted({row.intent for row in train})
    chosen = {name: random.sample([r.text for r in train if r.intent == name], PHRASINGS) for name in intents}
    return faq_of(chosen, MAX_WRONG)


def measure(rows: tuple[Row, ...], seed: int) -> Figures:
    """Teach a matcher and ask it."""
    random = Random(seed)
    started = time.perf_counter()
    tier, _ = installed.tier()
    school = School(sampled(rows, random), None, meaning=tier)
    matcher = school.matchers(())[Language.ENGLISH]
    seconds = time.perf_counter() - started
    at = matcher.learned.thresholds.answer
    asked = random.sample([row for row in rows if row.split == "val"], ASKED)
    inside = [(row.intent, ranked(school, matcher, row.text)) for row in asked]
    outside = [ranked(school, matcher, row.text) for row in rows if row.split == "oos_val"]
    seen = [(bool(found) and found[0].id == intent, sure(found)) for intent, found in inside]
    unseen = [(False, sure(found)) for found in outside]
    return Figures(
        top1=100 * fmean(is_right for is_right, _ in seen),
        rightly=100 * fmean(is_right and value >= at for is_right, value in seen),
        wrong=100 * fmean(not is_right and value >= at for is_right, value in seen),
        out_of_scope=100 * fmean(value >= at for _, value in unseen),
        error_in_scope=100 * calibration_error(seen),
        error=100 * calibration_error([*seen, *unseen]),
        threshold=at,
        seconds=seconds,
    )


def main() -> None:
    """Measure every seed and print the table."""
    rows = read(Path(sys.argv[1]))
    names = tuple(Figures.__dataclass_fields__)
    table = Table("seed", *names)
    found = [astuple(measure(rows, seed)) for seed in range(SEEDS)]
    for seed, figures in enumerate(found):
        table.add_row(str(seed), *(f"{figure:.2f}" for figure in figures))
    mean = [fmean(column) for column in zip(*found, strict=True)]
    table.add_section()
    table.add_row("mean", *(f"{figure:.2f}" for figure in mean))
    table.add_row("bar", *(_bar(name, figure) for name, figure in zip(names, mean, strict=True)))
    Console(width=140).print(table)


def _bar(name: str, figure: float) -> str:
    if name not in BARS:
        return ""
    bar, is_least = BARS[name]
    is_met = figure >= bar if is_least else figure <= bar
    return f"{'>=' if is_least else '<='} {bar}{'' if is_met else ' missed'}"


if __name__ == "__main__":
    main()
