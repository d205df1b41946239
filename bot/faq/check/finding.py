"""What a check rule reports: which rule, and the problem with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.faq.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to mend in a file that can be used as it is. Prints as the problem, with the rule's id behind it."""

    rule: str
    problem: Problem

    def __str__(self) -> str:
        """Return the line that `check` prints."""
        return f"{self.problem} [{self.rule}]"
