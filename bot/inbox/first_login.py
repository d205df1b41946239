"""The first account: nobody can sign in to a new desk until someone is told one password."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import StoreUnwritable
from bot.inbox.passwords import Passwords, random_password

if TYPE_CHECKING:
    from pathlib import Path

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
    password = random_password()
    told = _on_terminal(password) if is_terminal else _in_file(data / FILE, password)
    accounts.add(username=USERNAME, name=SHOWN_TO_PATIENTS, password_hash=Passwords().hash(password))
    return told


def _on_terminal(password: str) -> FirstLogin:
    return FirstLogin(username=USERNAME, password=password)


def _in_file(path: Path, password: str) -> FirstLogin:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_private(path, f"username: {USERNAME}\npassword: {password}\n")
    except OSError as problem:
        reason = (
            f"{path}: cannot be written ({problem.strerror}), and the first password goes there; set FRONTDESK_DATA"
        )
        raise StoreUnwritable(reason) from problem
    return FirstLogin(username=USERNAME, path=path)


def _write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read, from its first byte on; an older one goes."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
