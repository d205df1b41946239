"""`audit`: prove that every message ended in one outcome, and that nobody changed what is on record."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.store import open_store
from bot.store.audit.verify import Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.audit.verify import Balance, SqlAudit

_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def audit() -> None:
    """Prove what the desk has on record: verify, head."""


@audit.command()
@click.option("--heads", type=click.Path(path_type=Path, dir_okay=False), help="A file of heads kept elsewhere.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
def verify(*, heads: Path | None, is_json: bool) -> None:
    """Balance every message against its outcome, and check the audit's chain.

    Exit status: 0 everything balances, 1 something is missing, changed or too much, 2 it cannot be checked.
    """
    kept = tuple(_kept(heads)) if heads else ()
    with _audit() as record:
        balance = record.verify(kept)
    click.echo(json.dumps(asdict(balance), indent=2) if is_json else _told(balance))
    click.get_current_context().exit(1 if balance.findings else 0)


@audit.command()
def head() -> None:
    """Print the audit's head, `NUMBER:HASH`: append it daily to a file that the desk's account cannot change."""
    with _audit() as record:
        now = record.head()
    click.echo(f"{now.number}:{now.hash}")


@contextmanager
def _audit() -> Iterator[SqlAudit]:
    settings = Settings()
    store = open_store(settings.data, database=settings.database.get_secret_value())
    try:
        yield store.audit
    finally:
        store.close()


def _told(balance: Balance) -> str:
    ended = ", ".join(f"{name} {count}" for name, count in sorted(balance.outcomes.items())) or "none"
    rows = [
        f"messages in      {balance.messages}",
        f"with an outcome  {sum(balance.outcomes.values())}  ({ended})",
        f"still waiting    {balance.waiting}",
        f"desk's replies   {balance.replies}, silent for a person {balance.silent}",
        f"audit            {balance.head.number} rows, sealed by {balance.head.hash[:16]}",
        *(f"FOUND  {finding}" for finding in balance.findings),
        f"{len(balance.findings)} findings" if balance.findings else "Everything balances.",
    ]
    return "\n".join(rows)


def _kept(path: Path) -> Iterator[Head]:
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            raise ConfigurationError(f"{path}:{number}: expected NUMBER:HASH, as `audit head` prints it")
        yield Head(number=int(found[1]), hash=found[2])
