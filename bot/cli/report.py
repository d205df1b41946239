"""`report`: how often each entry was the answer, and whether patients found it helpful."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.settings import Settings
from bot.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.surface import Rated


@click.command()
@click.option("--json", "is_json", is_flag=True, help="Print one JSON array.")
def report(*, is_json: bool) -> None:
    """Count answers and "was this helpful?" by entry: what was not helpful stands on top."""
    settings = Settings()
    store = open_store(settings.data, database=settings.database.get_secret_value())
    try:
        found = store.ratings.entries()
    finally:
        store.close()
    click.echo(json.dumps([asdict(one) for one in found], indent=2) if is_json else _table(found))


def _table(found: Sequence[Rated]) -> str:
    if not found:
        return "No question has been answered yet."
    width = max(len("entry"), *(len(one.entry) for one in found))
    head = f"{'entry':<{width}}  answered  helpful  not helpful"
    rows = (f"{one.entry:<{width}}  {one.answered:>8}  {one.helpful:>7}  {one.not_helpful:>11}" for one in found)
    return "\n".join([head, *rows])
