"""The names by which buttons, forms and sends are known again, made from the store's numbers: a restart knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.channels.discord.limits import CUSTOM_ID, NONCE
from bot.desk.card import Act

CHOICE: Final = re.compile(r"say:(?P<line>\d{1,19}):(?P<index>\d{1,2})")
RATE: Final = re.compile(r"rate:(?P<line>\d{1,19}):(?P<said>yes|no)")
PRESS: Final = re.compile(r"case:(?P<case>\d{1,19}):(?P<act>[a-z]+)(?::(?P<seen>\d{1,19}))?")
TAKE: Final = re.compile(r"take:(?P<case>\d{1,19}):(?P<over>\d{1,19})")
FORM: Final = re.compile(r"form:(?P<case>\d{1,19}):(?P<act>[a-z]+):(?P<seen>\d{1,19})")
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of a card: what is to be done, and the last line that the card showed when it was drawn.

    `over`: the colleague from whom somebody has agreed to take the case.
    """

    case: int
    act: Act
    seen: int = 0
    over: int | None = None


def choice_id(line: int, index: int) -> str:
    """Name a patient's button: which of the desk's lines, which of its choices."""
    return _checked(f"say:{line}:{index}", CUSTOM_ID)


def rate_id(line: int, *, is_helpful: bool) -> str:
    """Name a button that says whether one of the desk's lines was helpful."""
    return _checked(f"rate:{line}:{'yes' if is_helpful else 'no'}", CUSTOM_ID)


def press_id(pressed: Pressed) -> str:
    """Name a button of a card."""
    return _checked(f"case:{pressed.case}:{pressed.act}:{pressed.seen}", CUSTOM_ID)


def form_id(pressed: Pressed) -> str:
    """Name the form that a button opens."""
    return _checked(f"form:{pressed.case}:{pressed.act}:{pressed.seen}", CUSTOM_ID)


def take_id(case: int, over: int) -> str:
    """Name the button that takes a case over from a colleague."""
    return _checked(f"take:{case}:{over}", CUSTOM_ID)


def taken(found: re.Match[str]) -> Pressed:
    """Read the name of a button that takes a case over."""
    return Pressed(case=int(found["case"]), act=Act.TAKE_OVER, over=int(found["over"]))


def pressed(found: re.Match[str]) -> Pressed:
    """Read a button's or a form's name. Raises ValueError for an act that nobody knows any more."""
    return Pressed(case=int(found["case"]), act=Act(found["act"]), seen=int(found["seen"] or 0))


def nonce(line: int, part: int) -> str:
    """Return what makes sending a part of a line twice one message: the line's number and the part's (R17)."""
    return _checked(f"{_short(line)}.{_short(part)}", NONCE)


def _checked(name: str, longest: int) -> str:
    if len(name) > longest:
        raise ValueError(f"{name} is longer than the {longest} characters that Discord takes")
    return name


def _short(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return digits or "0"
