"""`evaluate`: how often the desk does what labelled messages ask for. Nothing is stored and nobody is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from bot.cli.understand import understanding
from bot.clock import SystemClock
from bot.evaluate.judge import counted, judge, misses
from bot.evaluate.labels import read
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluate.figures import Figures, Rate
    from bot.evaluate.judge import Judged
    from bot.evaluate.labels import Ending


@click.command()
@click.argument("labelled", metavar="SET", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--faq", type=click.Path(path_type=Path), help="Use another FAQ than faq.yaml.")
@click.option(
    "--no-triage", is_flag=True, help="Turn off every rule that does not come from the FAQ: the matcher alone."
)
@click.option(
    "--misses", "most", type=click.IntRange(min=0), default=0, help="Also show the first so many misses of each kind."
)
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object instead of a table.")
def evaluate(labelled: str, *, faq: Path | None, no_triage: bool, most: int, is_json: bool) -> None:
    """Measure the desk on SET, labelled messages as JSON lines; - is standard input.

    Exit status: 0 measured, 2 a line is no label, or the FAQ cannot be used.
    """
    with click.open_file(labelled, "rb") as lines:
        labels = read(lines, labelled)
    understood = understanding(faq or Settings().faq, has_triage=not no_triage)
    judged = judge(understood, labels, now=SystemClock().now())
    missed = tuple(misses(judged, most))
    if is_json:
        click.echo(json.dumps(_as_object(counted(judged), missed), ensure_ascii=False))
    else:
        _show(counted(judged), missed)


def _as_object(figures: Figures, missed: Sequence[Judged]) -> dict[str, object]:
    """Return the rates by name, their counts and intervals beside them, and every outcome's count."""
    return {
        "messages": figures.messages,
        **{rate.name: rate.value for rate in figures.rates},
        "counts": {rate.name: [rate.count, rate.total] for rate in figures.rates},
        "intervals": {rate.name: rate.interval for rate in figures.rates},
        "outcomes": figures.outcomes,
        "misses": [_as_miss(each) for each in missed],
    }


def _as_miss(judged: Judged) -> dict[str, object]:
    return {
        "expect": judged.label.expect,
        "outcome": judged.outcome,
        "wanted": judged.label.topics,
        "got": judged.got.ending,
        "entries": sorted(judged.got.entries),
        "options": sorted(judged.got.options),
        "messages": judged.label.messages,
    }


def _show(figures: Figures, missed: Sequence[Judged]) -> None:
    console = Console(markup=False, emoji=False, highlight=False)
    console.print(f"{figures.messages} messages\n")
    console.print(_rates(figures.rates))
    console.print()
    console.print(_outcomes(figures))
    for each in missed:
        console.print("\n" + _miss(each), soft_wrap=True)


def _rates(rates: Sequence[Rate]) -> Table:
    table = Table("figure", "rate", "95 % interval", box=None, pad_edge=False)
    for rate in rates:
        table.add_row(rate.name, _share(rate), _interval(rate))
    return table


def _share(rate: Rate) -> str:
    value = "none" if rate.value is None else f"{rate.value:.3f}"
    return f"{value} ({rate.count}/{rate.total})"


def _interval(rate: Rate) -> str:
    return "" if rate.interval is None else "{:.3f} to {:.3f}".format(*rate.interval)


def _outcomes(figures: Figures) -> Table:
    table = Table("expected", "what happened", box=None, pad_edge=False)
    for ending, happened in figures.outcomes.items():
        often = sorted(happened.items(), key=lambda each: -each[1])
        table.add_row(ending, ", ".join(f"{outcome} {count}" for outcome, count in often))
    return table


def _miss(judged: Judged) -> str:
    """Say what was expected, what happened, and what the patient wrote."""
    got = judged.got
    expected = _phrase(judged.label.expect, judged.label.topics)
    told = _phrase(got.ending, sorted(got.entries or got.options))
    return f"{judged.outcome}: expected {expected}, got {told}\n  {' | '.join(judged.label.messages)}"


def _phrase(ending: Ending, entries: Sequence[str]) -> str:
    return " ".join((ending, ", ".join(entries))).strip()
