"""What a new password must be: long, not among the commonest, not made of names that everyone here knows.

OWASP ASVS 5.0, 6.2.1 to 6.2.12, and NIST SP 800-63B-4, 3.1.1.2: length, a list of common ones, words of the context;
no rules about capitals, digits or signs, and no expiry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST: Final = 12
LONGEST: Final = 1_000
_LEAST_OF_ONES_OWN: Final = 8
_FEWEST_LETTERS: Final = 5
_SHORTEST_WORD: Final = 3

# The commonest passwords and what people make of them to reach a length: their words, with digits and signs put aside.
_COMMON: Final = frozenset(
    """
    password passwort passw0rd p4ssw0rd pa55word passphrase contrasena contrasenya motdepasse senha wachtwoord
    admin administrator administrador root superuser superadmin welcome welkom willkommen bienvenido login letmein
    default changeme changethis changeit temporary temppassword temppass temp guest user username test testing testtest
    secret topsecret mysecret qwerty qwertyuiop qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwertzuiop azertyuiop
    asdfghjkl asdfghjklqwertyuiop zxcvbnm zxcvbnmasdfghjkl qwertyqwerty qweasdzxc qazwsx qazwsxedc qazwsxedcrfv
    qazwsxedcrfvtgb zaqxsw zaqxswcde abc abcd abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijk abcdefghijkl
    abcdefghijklmnop abcdefghijklmnopqrstuvwxyz iloveyou iloveyousomuch ilovemyself ilovegod iloveyouforever
    iloveyoubaby teamo tequiero jesuschrist godisgood jesuslovesme blessed football baseball basketball soccer hockey
    superman batman spiderman starwars pokemon minecraft dragon monkey princess sunshine shadow master michael jennifer
    ashley nicole daniel jessica charlie freedom whatever trustno computer internet samsung google facebook microsoft
    windows hello helloworld hellohello opensesame nopassword mypassword mynewpassword newpassword yourpassword
    passwordpassword thisismypassword correcthorsebatterystaple monkeymonkey loveloveme spring summer autumn winter
    january february march april june july august september october november december monday friday america
    clinic doctor nurse medical medicine hospital health healthcare patient reception receptionist frontdesk
    ketamine ketamin infusion infusions depression therapy treatment
    """.split()
)
_ROWS: Final = (
    "01234567890123456789",
    "!@#$%^&*()_+",
    "09876543210987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9",
)


def fault(password: str, *, names: Iterable[str]) -> str | None:
    """Return why this cannot be someone's password, as a sentence for them, or None; `names` are to be avoided."""
    given = normalize("NFC", password)
    if len(given) < SHORTEST:
        return f"Use at least {SHORTEST} characters: three or four words are easy to remember."
    if len(given) > LONGEST:
        return f"Use at most {LONGEST:,} characters."
    if _is_common(given):
        return "This is one of the passwords that are tried first. Choose another one."
    if _is_made_of(_plain(given), names):
        return "This is mostly your name, your username or the clinic’s name. Choose something that nobody can guess."
    return None


def _is_common(given: str) -> bool:
    plain = _plain(given)
    letters = re.sub(r"[\W\d_]", "", plain)
    is_word = letters in _COMMON or plain in _COMMON or _halved(letters) in _COMMON
    is_row = any(text and text in row for text in (given, plain) for row in _ROWS)
    return is_word or is_row or len(set(given.casefold())) < _FEWEST_LETTERS


def _halved(letters: str) -> str:
    """Return the word that was written twice, else the letters as they are."""
    middle = len(letters) // 2
    return letters[:middle] if letters[:middle] == letters[middle:] else letters


def _is_made_of(plain: str, names: Iterable[str]) -> bool:
    """Tell whether little is left once the names' words are taken out."""
    words = {word for name in names for word in re.findall(r"\w+", name.casefold()) if len(word) >= _SHORTEST_WORD}
    joined = {re.sub(r"\W", "", name.casefold()) for name in names}
    known = sorted((words | joined) - {""}, key=len, reverse=True)
    rest = re.sub("|".join(map(re.escape, known)), "", plain) if known else plain
    return rest != plain and len(rest) < _LEAST_OF_ONES_OWN


def _plain(password: str) -> str:
    return re.sub(r"[\W_]", "", normalize("NFKC", password).casefold())
