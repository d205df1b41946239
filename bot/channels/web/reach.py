"""How a patient who closes the page can be reached: a phone number or an e-mail address, and a name if they like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.channels.web.posted import cleaned
from bot.model import PatientContact

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST = 200
_PHONE = re.compile(r"\+?[\d ().\-/]{7,}(?:(?:ext|x)\.? ?\d{1,6})?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,120}\.[^\s@.]{2,}")
_FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the form held: `contact` is None where it can be neither called nor written to."""

    name: str
    typed: str

    @property
    def contact(self) -> PatientContact | None:
        """Return it as it is kept."""
        if _EMAIL.fullmatch(self.typed):
            return PatientContact(name=self.name, email=self.typed)
        if _PHONE.fullmatch(self.typed) and sum(c.isdigit() for c in self.typed) >= _FEWEST_DIGITS:
            return PatientContact(name=self.name, phone=self.typed)
        return None

    @property
    def words(self) -> str:
        """Return all that was written, for the gate that every text passes."""
        return f"{self.name}. {self.typed}"


async def reach_from_form(request: Request) -> Reach:
    """Read the fields `name` and `reach`. Raises HTTPException 400, 413."""
    async with request.form(max_files=0, max_fields=10) as form:
        name, typed = (_field(form.get(field)) for field in ("name", "reach"))
    return Reach(name=name, typed=typed)


def _field(given: object) -> str:
    return " ".join(cleaned(given).split())[:LONGEST] if isinstance(given, str) else ""
