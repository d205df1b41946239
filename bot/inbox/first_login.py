"""One-time passwords on their way to their owners: the first account's, and those that the command line makes."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.desk.accounts import Staffing
from bot.errors import StoreUnwritable
from bot.inbox.passwords import Passwords, random_password
from bot.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.model import StaffMember
    from bot.ports import Accounts

USERNAME = "admin"
SHOWN_TO_PATIENTS = "Clinic staff"
FILE = "first-login.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLogin:
    """The account just made: its password, to be printed once to a terminal, or the file that holds it."""

    username: str
    password: str | None = field(default=None, repr=False)
    path: Path | None = None


def ensure_first_account(accounts: Accounts, *, data: Path, is_terminal: bool) -> FirstLogin | None:
    """Make the account `admin` with a random password where there is none; None where there is one.

    Raises StoreUnwritable when there is no terminal and the file cannot be written; no account is made then.
    """
    if accounts.has_staff():
        return None
    path = None if is_terminal else data / FILE
    with one_time_password(USERNAME, path=path) as password:
        handing_out(accounts, make_password=lambda: password).add(USERNAME, name=SHOWN_TO_PATIENTS, role=Role.ADMIN)
    return FirstLogin(username=USERNAME, path=path, password=None if path else password)


def handing_out(
    accounts: Accounts, *, make_password: Callable[[], str] = random_password, by: StaffMember | None = None
) -> Staffing:
    """Return what keeps the accounts; `by` is who does it, None on the command line."""
    return Staffing(accounts=accounts, make_password=make_password, hash_password=Passwords().hash, by=by)


@contextmanager
def one_time_password(username: str, *, path: Path | None) -> Iterator[str]:
    """Make a password that, where a path is given, is in a private file before anything is done with it.

    The file appears, in the place of an older one, only where the block succeeds. Raises StoreUnwritable.
    """
    password = random_password()
    if path is None:
        yield password
        return
    new = path.with_name(f"{path.name}.new")
    _keep(new, f"username: {username}\npassword: {password}\n")
    try:
        yield password
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _keep(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_private(path, text)
    except OSError as problem:
        reason = f"{path}: cannot be written ({problem.strerror}), and the password goes there; set FRONTDESK_DATA"
        raise StoreUnwritable(reason) from problem


def _write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read, from its first byte on; a left-over one goes."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
