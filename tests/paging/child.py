"""A process that pages and dies at a named point: queued, taken over, or sent but not yet noted."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from pydantic import SecretStr

from bot.paging.notify import notifier
from bot.paging.text import text_of
from bot.store import open_store
from tests.store.paging import NURSE, REACH, in_danger
from tests.store.parts import HandClock


def main(folder: Path, point: str, *addresses: str) -> None:
    """Page about a crisis until the point, then end like a machine that loses its power."""
    store = open_store(folder, HandClock(), reach=REACH)
    in_danger(store)
    store.timers.fire()
    taken = () if point == "queued" else store.pages.take(limit=9)
    notify = notifier({NURSE: tuple(map(SecretStr, addresses))})
    for page in taken if point == "sent" else ():
        notify.send(page.place, text_of(page, clinic=None, staff_page="http://127.0.0.1/staff"))
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
