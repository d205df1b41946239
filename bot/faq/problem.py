"""One thing that is wrong with the FAQ, with its place and the mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.strict_yaml import quote

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong, where, and how to mend it; line 0 means the file as a whole.

    Prints as `faq.yaml:42:5: entries[3].answer: is missing: add `answer: …``.
    """

    path: str
    line: int
    column: int
    where: str
    message: str

    def __str__(self) -> str:
        """Return the line an operator reads and an editor can jump from."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return ": ".join(part for part in (place, self.where, self.message) if part)


def spell(path: Sequence[str | int]) -> str:
    """Spell a path through the file: `entries[3].answer`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{quote(step)[1:-1]}" for step in path)
    return "".join(steps).removeprefix(".")
