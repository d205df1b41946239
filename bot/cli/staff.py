"""`staff`: who may sign in to the staff page, also while the desk runs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from bot.desk.accounts import ONE_TIME_LASTS, checked_username
from bot.inbox.first_login import handing_out, one_time_password
from bot.model import Role
from bot.settings import Settings
from bot.store import open_store
from bot.surface import SURFACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.desk.accounts import OneTime, Staffing
    from bot.model import Account
    from bot.ports import Accounts
    from bot.store import Store

_ROLES = click.Choice([role.value for role in Role])
_SURFACE = click.argument("surface", type=click.Choice(SURFACES))
_TELL = f"Hand the password over in person: it works for {ONE_TIME_LASTS.days} days and must be changed at once."


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def staff() -> None:
    """Keep the accounts of the staff page: add, list, disable, enable, reset, role, link, unlink.

    Exit status: 0 done, 2 it cannot be done; why stands on standard error.
    """


@staff.command()
@click.argument("username")
@click.option("--name", required=True, help="The name that patients see beside this person's replies.")
@click.option("--role", type=_ROLES, help="agent (the default), lead or admin.")
def add(username: str, *, name: str, role: str | None) -> None:
    """Add an account, and print its one-time password.

    Where standard output is no terminal, the password goes into a private file, whose path is printed.
    """
    wanted = Role(role) if role else None
    made = _hand_out(username, lambda staffing: staffing.add(username, name=name, role=wanted))
    click.echo(f"{made.staff.username} ({made.staff.role}) has an account. {_TELL}", err=True)


@staff.command()
@click.argument("username")
def reset(username: str) -> None:
    """Replace a lost password by a one-time one, and end all sessions of the account."""
    made = _hand_out(username, lambda staffing: staffing.reset(username))
    click.echo(f"{made.staff.username} is signed out everywhere. {_TELL}", err=True)


@staff.command(name="list")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON array instead of a table.")
def list_accounts(*, is_json: bool) -> None:
    """List the accounts by username."""
    with _store() as store:
        linked = store.links.links()
        found = [_row(each, linked) for each in store.accounts.everyone()]
    if is_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        Console(markup=False, emoji=False, highlight=False, soft_wrap=True).print(_table(found))


@staff.command()
@click.argument("username")
def disable(username: str) -> None:
    """Shut someone out, at once and everywhere; what they wrote stays under their name."""
    with _staffing() as staffing:
        done = staffing.disable(username)
    click.echo(f"{done.username} cannot sign in any more, and is signed out everywhere.", err=True)


@staff.command()
@click.argument("username")
def enable(username: str) -> None:
    """Let someone sign in again, with the password they had."""
    with _staffing() as staffing:
        done = staffing.enable(username)
    click.echo(f"{done.username} can sign in again.", err=True)


@staff.command()
@click.argument("username")
@click.argument("role", type=_ROLES)
def role(username: str, role: str) -> None:
    """Give someone another role; they have to sign in anew."""
    with _staffing() as staffing:
        done = staffing.set_role(username, Role(role))
    click.echo(f"{done.username} is {done.role} now, and has to sign in anew.", err=True)


@staff.command()
@click.argument("username")
@_SURFACE
@click.argument("user")
def link(username: str, surface: str, user: str) -> None:
    """Let a person of Slack or Discord act as an account there; USER is their id (Slack: Copy member ID)."""
    with _store() as store:
        done = store.links.link(username, surface, user)
    click.echo(f"{user} of {surface} acts as {done.username} ({done.role}) from now on.", err=True)


@staff.command()
@_SURFACE
@click.argument("user")
def unlink(surface: str, user: str) -> None:
    """Let a person of Slack or Discord act as nobody, at once."""
    with _store() as store:
        store.links.unlink(surface, user)
    click.echo(f"{user} of {surface} acts as nobody from now on.", err=True)


def _hand_out(username: str, act: Callable[[Staffing], OneTime]) -> OneTime:
    """Print the one-time password to a terminal, else the path of the private file that holds it."""
    named = checked_username(username)
    path = None if sys.stdout.isatty() else Settings().data / f"one-time-{named}.txt"
    with _accounts() as accounts, one_time_password(named, path=path) as password:
        made = act(handing_out(accounts, make_password=lambda: password))
    click.echo(path or made.password)
    return made


@contextmanager
def _staffing() -> Iterator[Staffing]:
    with _accounts() as accounts:
        yield handing_out(accounts)


@contextmanager
def _accounts() -> Iterator[Accounts]:
    with _store() as store:
        yield store.accounts


@contextmanager
def _store() -> Iterator[Store]:
    settings = Settings()
    store = open_store(settings.data, database=settings.database.get_secret_value())
    try:
        yield store
    finally:
        store.close()


def _row(account: Account, linked: Sequence[tuple[str, str, str]]) -> dict[str, str | bool | None]:
    links = (f"{surface}:{user}" for username, surface, user in linked if username == account.staff.username)
    until = account.one_time_until
    return {
        "username": account.staff.username,
        "name": account.staff.name,
        "role": account.staff.role,
        "is_disabled": account.disabled_at is not None,
        "must_change_password": account.staff.must_change_password,
        "one_time_until": until.isoformat(timespec="seconds") if until else None,
        "created_at": account.created_at.isoformat(timespec="seconds"),
        "links": " ".join(links),
    }


def _table(rows: Sequence[dict[str, str | bool | None]]) -> Table:
    table = Table("username", "name", "role", "state", "acts as", box=None, pad_edge=False)
    for row in rows:
        table.add_row(str(row["username"]), str(row["name"]), str(row["role"]), _state(row), str(row["links"]))
    return table


def _state(row: dict[str, str | bool | None]) -> str:
    if row["is_disabled"]:
        return "disabled"
    until = row["one_time_until"]
    return f"one-time password, until {str(until)[:10]}" if until else "active"
