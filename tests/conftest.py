"""What every test shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

# What small FAQs of the tests teach is learnt once, not once for each test and process.
os.environ.setdefault("FRONTDESK_CACHE", str(Path(__file__).parent.parent / "build" / "cache"))

# The same examples every time, and no deadline: how fast a machine is says nothing about what is right.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at little cost: few tests are about that, and each would take 64 MiB."""
    monkeypatch.setattr("bot.inbox.passwords._TODAYS", PasswordHasher(time_cost=1, memory_cost=128, parallelism=1))
