"""The lexicon and the classifiers that come with the desk, in `data/` and `models/` beside this file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.triage import Triage, classifier, lexicon

FOLDER = Path(__file__).parent / "data"
MODELS = Path(__file__).parent / "models"


@lru_cache(maxsize=1)
def shipped() -> Triage:
    """Return the shipped triage. Raises ConfigurationError where a file of it was broken."""
    return Triage(lexicon.load(FOLDER), classifier.load(MODELS))
