"""PostgreSQL's own programs write and read its backups: pg_dump sees one state of the whole while the desk goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from sqlalchemy import URL, inspect

from bot.errors import StoreError, StoreUnwritable
from bot.store.engine.common import BUSY_SECONDS
from bot.store.engine.failure import refusals
from bot.store.engine.postgresql import SETTING, Postgresql, shown

if TYPE_CHECKING:
    from pathlib import Path


def dump(url: URL, to: Path) -> None:
    """Write a backup of the database that a URL names. Raises StoreError."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def load(url: URL, backup: Path) -> None:
    """Fill a database without tables from a backup, wholly or not at all. Raises StoreError."""
    _refuse_tables(url)
    _run("pg_restore", url, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(backup))


def _refuse_tables(url: URL) -> None:
    engine = Postgresql().make(url, busy_seconds=BUSY_SECONDS)
    try:
        with refusals(), engine.connect() as connection:
            tables = inspect(connection).get_table_names()
    finally:
        engine.dispose()
    if tables:
        message = f"{SETTING}: {shown(url)} has tables already and stays as it is: make an empty database"
        raise StoreUnwritable(message)


def _run(program: str, url: URL, *arguments: str) -> None:
    found = shutil.which(program)
    if not found:
        message = f"{program} is missing: install PostgreSQL's client programs (Debian: postgresql-client)"
        raise StoreError(message)
    # The password goes by the environment: every user of the machine may read a command line.
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    ended = subprocess.run(  # noqa: S603 - the program that PATH names, with arguments of our own
        [found, f"--dbname={_without_password(url)}", *arguments],
        env=os.environ | secret,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        # Its first line says what failed; those after it may quote a row.
        reason = ended.stderr.strip().partition("\n")[0]
        raise StoreError(f"{SETTING}: {shown(url)}: {reason}")


def _without_password(url: URL) -> str:
    kept = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return kept.render_as_string()
