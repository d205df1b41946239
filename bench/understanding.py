"""How fast and how large understanding is, beside one rapidfuzz scan of the same phrasings on the same machine.

python -m bench.understanding [--quick]
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.process import first_answers

HOW = {"meaning": "with the model", "spelling": "without"}
FEWEST = 1_500
SIZES = {FEWEST: 200, 100_000: 50}
"""How many phrasings, and how many messages of each kind are measured beside them."""

RATIO_BARS = {(FEWEST, "meaning"): 3.0, (FEWEST, "spelling"): 1.0}
RATIO_BAR = 0.2
MEMORY_BARS = {"meaning": 400.0, "spelling": 120.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured figure; `bar` is the most it may be, in the same unit, if there is one."""

    what: str
    found: float
    unit: str
    bar: float | None


def speeds(count: int, asked: int, how: str) -> list[Row]:
    """Measure decisions and rankings of a warm desk; with few phrasings the first decisions of a new one too."""
    bar, beside = RATIO_BARS.get((count, how), RATIO_BAR), f"{count:,} phrasings, {HOW[how]}"
    found = json.loads(_run("bench.speed", str(count), str(asked), how, "warm"))
    new = json.loads(_run("bench.speed", str(count), str(asked), how, "new")) if count == FEWEST else {}
    return [
        Row(what=f"{name}, {beside} ({at[key]:.1f} ms)", found=at[f"{key}_ratio"], unit="x", bar=limit)
        for name, key, at, limit in (
            ("decision", "decision", found, bar),
            ("matcher", "matcher", found, bar),
            ("a new desk's decision", "decision", new, None),
        )
        if at
    ]


def processes() -> list[Row]:
    """Measure memory, the first answer, and calibrating."""
    rows = [
        Row(what=f"resident memory, {HOW[how]}", found=float(_run("bench.process", "memory", how)), unit="MiB", bar=bar)
        for how, bar in MEMORY_BARS.items()
    ]
    fresh, warm = first_answers()
    return [
        *rows,
        Row(what="first answer of a fresh install", found=fresh, unit="s", bar=10),
        Row(what="first answer, warm", found=warm, unit="s", bar=3),
        *(
            Row(what=f"calibrating 2,500 phrasings, {HOW[how]}", found=seconds, unit="s", bar=60)
            for how in HOW
            for seconds in (float(_run("bench.process", "calibrate", how)),)
        ),
    ]


def _run(module: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def show(rows: list[Row]) -> None:
    """Print the figures and whether each is within its bar."""
    table = Table("measure", "found", "at most", "")
    for row in rows:
        verdict = "missed" if row.bar is not None and row.found > row.bar else ""
        bar = "" if row.bar is None else f"{row.bar:g} {row.unit}"
        table.add_row(row.what, f"{row.found:.2f} {row.unit}", bar, verdict)
    Console(width=120).print(table)


def main() -> None:
    """Measure and print. `--quick` leaves out the 100,000 phrasings."""
    sizes = dict(list(SIZES.items())[:1]) if "--quick" in sys.argv else SIZES
    rows = [row for count, asked in sizes.items() for how in HOW for row in speeds(count, asked, how)]
    show([*rows, *processes()])


if __name__ == "__main__":
    main()
