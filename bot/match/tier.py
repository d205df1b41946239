"""What a tier of matching is: a way to compare a message with all phrasings, fitted to them, that gives scores.

`bot/match/lexical.py` compares spelling and always runs; `bot/meaning` compares meaning where its extra is installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


OUTSIDE = ""
"""The target of everyday questions, which are read beside the FAQ's phrasings: who asks alike asks nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    """One phrasing of one target: an entry or a topic, by id. `is_own`: it stands in the FAQ's file itself."""

    target: str
    text: str
    is_own: bool = True


class Fitted(Protocol):
    """A tier that has read some phrasings."""

    def scores(self, asked: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
        """Return every target's scores for the message's words; by the first, targets are compared with each other."""


class Tier(Protocol):
    """A tier that can read phrasings. The same phrasings always make the same fit."""

    @property
    def name(self) -> str:
        """Return what its results depend on beside the phrasings: its name, and the hash of a model."""

    @property
    def prior(self) -> tuple[float, ...]:
        """Return what is believed of (score, lead over the best other target, further scores) before learning."""

    def fit(self, phrasings: Sequence[Phrasing]) -> Fitted:
        """Read the phrasings."""


class Memory(Protocol):
    """What a tier has computed and can keep in a file."""

    def load(self, path: Path) -> None:
        """Add what the file holds. Raises OSError, ValueError, KeyError."""

    def save(self, path: Path, phrasings: Sequence[Phrasing]) -> None:
        """Write what these phrasings need. Raises OSError."""
