"""Kills a desk under load at two hundred random moments, on both databases, and counts what was lost or doubled.

python -m bench.crash [--moments 200] [--seed 1]
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from pathlib import Path

import click

from bot import logs
from bot.store import open_store
from tests.store.crashing import crashes
from tests.store.places import Place, PostgresqlPlace, SqlitePlace
from tests.store.postgresql import server


@click.command()
@click.option("--moments", default=200)
@click.option("--seed", default=1)
def main(moments: int, seed: int) -> None:
    """Kill, and tell what was found; anything found ends with 1."""
    logs.configure()
    with tempfile.TemporaryDirectory() as name, server(is_on_disk=True) as running:
        places: tuple[Place, ...] = (SqlitePlace(Path(name) / "sqlite"), PostgresqlPlace(running, Path(name)))
        found = sum(_told(place, moments, seed) for place in places)
    click.get_current_context().exit(1 if found else 0)


def _told(place: Place, moments: int, seed: int) -> int:
    started = time.perf_counter()
    findings = list(crashes(place, moments, seed=seed))
    with closing(open_store(place.folder, database=place.database)) as store:
        balance = store.audit.verify()
    print(
        f"{'PostgreSQL' if place.database else 'SQLite':11} {moments} kills in {time.perf_counter() - started:.0f} s: "
        f"{balance.messages} messages, {balance.waiting} without an outcome, {len(findings)} findings"
    )
    for finding in findings:
        print(f"  {finding}")
    return len(findings)


if __name__ == "__main__":
    main()
