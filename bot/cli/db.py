"""`db`: what an operator does with the database."""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import Settings
from bot.store import open_store
from bot.store.moving.backup import back_up
from bot.store.moving.backup import restore as restore_backup
from bot.store.moving.copying import copy as copy_rows

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def db() -> None:
    """Bring the database up to date, back it up, restore it, or move it to PostgreSQL."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date, as every start does, and check the database."""
    settings = Settings()
    open_store(settings.data, database=settings.database.get_secret_value()).close()
    click.echo("The database is up to date.")


@db.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write a backup to a new FILE; the desk may go on."""
    settings = Settings()
    back_up(settings.data, database=settings.database.get_secret_value(), to=file)
    click.echo(f"{file} holds what the database held when this began.")


@db.command()
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Fill an empty place from a backup; a database that is there stays as it is."""
    settings = Settings()
    restore_backup(settings.data, database=settings.database.get_secret_value(), backup=file)
    click.echo("Restored. Start the desk to go on with it.")


@db.command()
@click.argument("source")
@click.argument("target", required=False)
def copy(source: str, target: str | None) -> None:
    """Copy a SQLite desk (SOURCE, sqlite:///FILE) to an empty PostgreSQL database; stop the desk first.

    TARGET is FRONTDESK_DATABASE where it is left out, which keeps the password off the command line.
    """
    for count in copy_rows(source, target or Settings().database.get_secret_value()):
        click.echo(f"{count.table:<20} {count.rows:>9} rows   {count.fingerprint}")
    click.echo("Copied, and every row compared. Set FRONTDESK_DATABASE and start the desk.")
