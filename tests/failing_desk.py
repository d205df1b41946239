"""A desk that serves and fails once, when a message has been stored and understood, just before its outcome is kept.

Its argument tells how: `die` loses the power, `refuse` has no room on the disk that one time.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from bot.cli import main
from bot.errors import StoreUnwritable
from bot.store.ledger.conversations import SqlConversations

if TYPE_CHECKING:
    from bot.model import Line

record = SqlConversations.record


def fail(conversations: SqlConversations, line: Line, **outcome: Any) -> Line | None:  # noqa: ANN401 - passed on
    """Fail as asked, and work from then on."""
    if sys.argv[1] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if next(failures, False):
        raise StoreUnwritable("the disk is full; free some space")
    return record(conversations, line, **outcome)


failures = iter([True])

if __name__ == "__main__":
    SqlConversations.record = fail  # type: ignore[assignment]
    main(["serve"])
