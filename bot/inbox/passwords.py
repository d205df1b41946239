"""Passwords: argon2id hashes, and one equally slow answer for a name that does not exist."""

from __future__ import annotations

from functools import cache
from secrets import choice
from typing import Final
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 5, 4
_TODAYS: Final = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def random_password() -> str:
    """Make a password of 20 letters in five groups, without look-alikes (99 bits)."""
    return "-".join("".join(choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


@cache
def _of_nobody(hasher: PasswordHasher) -> str:
    """Return the hash of a password that nobody knows, made once a process: it takes as long as a check."""
    return hasher.hash(random_password())


class Passwords:
    """Hashes and checks with argon2id: 64 MiB, 3 passes, 4 lanes.

    That is RFC 9106's second recommendation and above the floor of OWASP's Password Storage Cheat Sheet (19 MiB and 2
    passes, or 46 MiB and 1). A password is brought to Unicode's NFC first (NIST SP 800-63B-4, 3.1.1.2): keyboards
    differ in how they write é. Nothing is cut off.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or _TODAYS
        self._nobody = _of_nobody(self._hasher)

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        return self._hasher.hash(normalize("NFC", password))

    def is_right(self, password: str, stored: str | None) -> bool:
        """Tell whether the password fits. Without a stored hash it works as long and says no."""
        try:
            self._hasher.verify(stored or self._nobody, normalize("NFC", password))
        except (Argon2Error, InvalidHashError, UnicodeEncodeError):
            return False
        return stored is not None

    def needs_rehash(self, stored: str) -> bool:
        """Tell whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)
