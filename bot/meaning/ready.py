"""What the extra adds to a desk, ready to be used."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from bot.meaning.encoder import Encoder
from bot.meaning.memory import Memory
from bot.meaning.tier import MeaningTier

EVERYDAY = Path(__file__).parent / "models" / "everyday.npz"
"""The vectors of the everyday questions that every FAQ learns from; they only save time."""


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return the one encoder of this process. Raises ConfigurationError."""
    return Encoder()


def tier() -> tuple[MeaningTier, Memory]:
    """Return the tier of meaning, and what it remembers. Raises ConfigurationError."""
    memory = Memory(encoder())
    with suppress(OSError, ValueError, KeyError):
        memory.load(EVERYDAY)
    return MeaningTier(memory), memory
