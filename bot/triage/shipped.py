"""The lexicon that comes with the desk, in `data/` beside this file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.triage import Triage
from bot.triage.lexicon import load

FOLDER = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def shipped() -> Triage:
    """Return the shipped triage. Raises ConfigurationError where a file of it was broken."""
    return Triage(load(FOLDER))
