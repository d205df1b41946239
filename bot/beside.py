"""What staff see beside a case: what was done to it, and who else has it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that was done to a case, from the audit: `kind` is the audit's word, `owner` whose case it then was.

    `until`: the time that it was then put off to.
    """

    at: datetime
    kind: str
    staff_name: str | None = None
    owner: str | None = None
    resolution: Resolution | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A person who has a case's page open, and whether they are writing."""

    case: int
    staff_id: int
    staff_name: str
    is_writing: bool = False
