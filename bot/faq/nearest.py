"""Guess which known name a misspelt one was meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable

# Two letters swapped or one missing in a name of five score 80; unrelated names of the format stay under 60.
_CLOSE = 65.0
_LONGEST = 100


def perhaps(name: str, known: Iterable[str]) -> str:
    """Return `; perhaps you meant `asks``, or nothing where no known name is close."""
    found = process.extractOne(name[:_LONGEST].lower(), sorted(known), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return f"; perhaps you meant `{found[0]}`" if found else ""
