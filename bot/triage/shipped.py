"""The lexicon and the classifiers that come with the desk, in `data/` and `models/` beside this file."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot import text
from bot.triage import Triage, classifier, lexicon, node, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.classifier import Listener

FOLDER = Path(__file__).parent / "data"
MODELS = Path(__file__).parent / "models"


@lru_cache(maxsize=2)
def shipped(listeners: tuple[Listener, ...] | None = None) -> Triage:
    """Return the shipped triage; `listeners` stand in place of the core's own classifiers.

    Raises ConfigurationError where a file of it was broken.
    """
    with _no_garbage():
        heard = classifier.load(MODELS) if listeners is None else listeners
        triage = Triage(lexicon.load(FOLDER), heard, digest=_digest())
    text.forget()
    phrase.forget()
    node.forget()
    return triage


def _digest() -> str:
    """Return the hash of every file that decides; what reads meaning changes only with the weights it stands beside."""
    files = sorted(path for folder in (FOLDER, MODELS) for path in folder.iterdir() if path.is_file())
    parts = (f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Keep the collector from looking, again and again, through a hundred thousand objects that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
