"""Keeping the staff's accounts: what the command line and the page for admins both do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.errors import AccountError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Role, StaffMember
    from bot.ports import Accounts

ONE_TIME_LASTS: Final = timedelta(days=7)
LONGEST_NAME: Final = 60
_USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTime:
    """A password that works for ONE_TIME_LASTS, and that its owner has to change at the first sign-in."""

    staff: StaffMember
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """Adds and changes accounts; every refusal is an AccountError. `by` is who does it, None on the command line."""

    accounts: Accounts
    make_password: Callable[[], str]
    hash_password: Callable[[str], str]
    by: StaffMember | None = None

    def add(self, username: str, *, name: str, role: Role | None = None) -> OneTime:
        """Create an account with a one-time password."""
        called = {"username": checked_username(username), "name": _shown_name(name)}
        password = self.make_password()
        hashed = self.hash_password(password)
        staff = self.accounts.add(**called, password_hash=hashed, role=role, one_time_for=ONE_TIME_LASTS, by=self.by)
        return OneTime(staff=staff, password=password)

    def reset(self, username: str) -> OneTime:
        """Replace a forgotten password by a one-time one, and sign its owner out everywhere."""
        self._refuse_own(username, "change your password on the page for it")
        password = self.make_password()
        hashed = self.hash_password(password)
        staff = self.accounts.set_password(
            as_username(username), password_hash=hashed, one_time_for=ONE_TIME_LASTS, by=self.by
        )
        return OneTime(staff=staff, password=password)

    def set_role(self, username: str, role: Role) -> StaffMember:
        """Give someone another role; they sign in anew."""
        self._refuse_own(username, "ask another admin to change your role")
        return self.accounts.set_role(as_username(username), role, by=self.by)

    def disable(self, username: str) -> StaffMember:
        """Shut someone out, at once and everywhere."""
        self._refuse_own(username, "ask another admin to disable your account")
        return self.accounts.disable(as_username(username), by=self.by)

    def enable(self, username: str) -> StaffMember:
        """Let someone sign in again, with the password they had."""
        return self.accounts.enable(as_username(username), by=self.by)

    def _refuse_own(self, username: str, mend: str) -> None:
        """Refuse what would shut out, by a slip on a page, the one who works there; the command line can do it."""
        if self.by and self.by.username == as_username(username):
            raise AccountError(f"this is your own account: {mend}")


def as_username(typed: str) -> str:
    """Return a username as it is stored: without blanks around it, in small letters."""
    return typed.strip().lower()


def checked_username(typed: str) -> str:
    """Return a username as it is stored. Raises AccountError where it cannot be one."""
    username = as_username(typed)
    if not _USERNAME.fullmatch(username):
        raise AccountError("a username is 1 to 32 letters a-z, digits, dots, hyphens, underscores: such as rosa.diaz")
    return username


def _shown_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise AccountError(f"a name has 1 to {LONGEST_NAME} characters; patients see it beside that person's replies")
    return name
