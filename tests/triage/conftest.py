"""The lexicon that ships, loaded once for every test of this folder."""

from __future__ import annotations

import pytest

from bot.triage import Triage
from bot.triage.lexicon import Lexicon, load
from bot.triage.shipped import FOLDER


@pytest.fixture(scope="package")
def lexicon() -> Lexicon:
    """Return the lexicon that ships."""
    return load(FOLDER)


@pytest.fixture(scope="package")
def phrases(lexicon: Lexicon) -> Triage:
    """Return the triage of the shipped phrases alone, without the classifiers beside them."""
    return Triage(lexicon)
