"""Passwords: argon2id hashes, and one equally slow answer for a name that does not exist."""

from __future__ import annotations

from secrets import choice

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

LONGEST = 1_000
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 5, 4


def random_password() -> str:
    """Make a password of 20 letters in five groups, without look-alikes (99 bits)."""
    return "-".join("".join(choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


class Passwords:
    """Hashes and checks with argon2id at the library's defaults (RFC 9106, low memory)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(random_password())

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        return self._hasher.hash(password)

    def is_right(self, password: str, stored: str | None) -> bool:
        """Tell whether the password fits. Without a stored hash it works as long and says no."""
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (Argon2Error, InvalidHashError, UnicodeEncodeError):
            return False
        return stored is not None

    def needs_rehash(self, stored: str) -> bool:
        """Tell whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)
