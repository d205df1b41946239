"""What `ask` and `chat` share: an Understanding of a file, with a clear word where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.load import load
from bot.triage.shipped import shipped
from bot.understanding import Understanding

if TYPE_CHECKING:
    from pathlib import Path


def understanding(faq: Path, *, has_triage: bool = True) -> Understanding:
    """Load the FAQ and the lexicons. Raises FaqError, ConfigurationError."""
    return Understanding(load(faq), shipped() if has_triage else None)
