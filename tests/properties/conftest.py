"""The desk as it ships, loaded once for every property."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faq.load import load
from bot.triage.shipped import shipped
from bot.understanding import Understanding


@pytest.fixture(scope="session")
def desk() -> Understanding:
    """Return the shipped desk."""
    return Understanding(load(Path(__file__).parents[2] / "faq.yaml"), shipped())
