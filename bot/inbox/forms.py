"""Reading the staff page's forms: a few short text fields and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

MOST_FIELDS = 12
_DIGITS = 18  # fewer than 2**63 in every case


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the text fields of a posted form, the first of each name. Raises HTTPException 400 for a broken one."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}


def number(text: str | None) -> int:
    """Read a number that our own page wrote; 0 for anything else: for a line, that is the oldest view there is."""
    is_number = text and text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if text and is_number else 0
