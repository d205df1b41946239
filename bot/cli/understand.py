"""What the commands share: an Understanding of a file, with progress shown where there is something to learn first."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from bot.learning.ready import understanding as ready
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import TaskID

    from bot.learning import Tell
    from bot.model import Language
    from bot.understanding import Understanding


def understanding(faq: Path, *, has_triage: bool = True) -> Understanding:
    """Load the FAQ and the lexicons, and learn what is not known yet. Raises FaqError, ConfigurationError."""
    with learning() as tell, _staying():
        return ready(faq, Settings().cache, has_triage=has_triage, tell=tell)


@contextmanager
def _staying() -> Iterator[None]:
    """Keep the collector from looking through what is made here, now and later: it stays until the process ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def learning() -> Iterator[Tell]:
    """Show how far learning is, on standard error; nothing where nothing has to be learnt."""
    progress = Progress(console=Console(stderr=True), transient=True)
    tasks: dict[Language, TaskID] = {}

    def tell(language: Language, done: int, of: int) -> None:
        if not tasks:
            progress.start()
            gc.enable()  # learning takes a minute and leaves garbage
        if language not in tasks:
            tasks[language] = progress.add_task(f"Learning from the FAQ ({language}), once", total=of)
        progress.update(tasks[language], completed=done)

    try:
        yield tell
    finally:
        if tasks:
            progress.stop()
