"""What of the extra `[meaning]` there is, for the place that wires the rooms: nothing here needs the extra."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bot.match.tier import Memory, Tier
    from bot.triage.classifier import Listener

LACKING = (
    "The extra [meaning] is not installed: the desk compares spelling only, so it answers less and hands over more. "
    "Mend: pip install 'clinic-frontdesk[meaning]'"
)
"""What a desk without the extra says at its start."""

_PACKAGES = ("numpy", "onnxruntime", "tokenizers")


@lru_cache(maxsize=1)
def is_installed() -> bool:
    """Tell whether the extra is installed."""
    return all(find_spec(name) for name in _PACKAGES)


def danger() -> tuple[Listener, ...] | None:
    """Return the classifiers that read meaning, or None without the extra. Raises ConfigurationError."""
    if not is_installed():
        return None
    return cast("tuple[Listener, ...]", import_module("bot.meaning.danger").shipped())


def tier() -> tuple[Tier, Memory] | tuple[None, None]:
    """Return the tier of meaning and what it remembers, or nothing without the extra. Raises ConfigurationError."""
    if not is_installed():
        return None, None
    return cast("tuple[Tier, Memory]", import_module("bot.meaning.ready").tier())
