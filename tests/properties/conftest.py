"""The triage that ships with a small FAQ: what is heard must not hang on what the FAQ holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.shipped import shipped
from tests.properties.modules import modules
from tests.samples import FAQ
from tests.understood import understood

if TYPE_CHECKING:
    from bot.understanding import Understanding

# Hypothesis draws on the constants of the modules that are loaded: with all of them, every run tries the same texts.
modules()


@pytest.fixture(scope="session")
def desk() -> Understanding:
    """Return the desk."""
    return understood(FAQ, shipped())
