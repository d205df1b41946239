"""Accepting and recording: what many patients write at once is committed at once.

In one transaction what is plain is written together (plain.py) and the rest one by one; where that transaction fails,
each is done in one of its own.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, NoReturn, TypeAlias, cast

from bot.errors import StoreUnwritable
from bot.model import Message
from bot.store.engine.together import Together
from bot.store.ledger.inbox import accepted
from bot.store.ledger.outcomes import recorded
from bot.store.ledger.plain import known_of, write_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from bot.model import Line
    from bot.ports import Accepted
    from bot.store.ledger.outcomes import Recording
    from bot.store.ledger.plain import Work
    from bot.store.transaction import Database

Done: TypeAlias = "Accepted | Line | None"


class Batch:
    """Commits messages and outcomes for many threads; each call returns when its own is committed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together: Together[Work, Done] = Together(self._all, self._alone, key=lambda work: work.conversation)

    @property
    def waiting(self) -> int:
        """Return how many wait in line for the next transaction."""
        return self._together.waiting

    def accept(self, message: Message) -> Accepted:
        """Commit a message as the Inbox port's `accept`."""
        return cast("Accepted", self._together.do(message))

    def record(self, told: Recording) -> Line | None:
        """Commit an outcome as the Conversations port's `record`."""
        return cast("Line | None", self._together.do(told))

    def _all(self, works: Sequence[Work]) -> Sequence[Callable[[], Done]]:
        with ExitStack() as stack:
            try:
                writing = self._database.writing_some([work.conversation for work in works])
                connection, free = stack.enter_context(writing)
            except StoreUnwritable as error:
                # Nobody can write at all: what one has waited for in vain the others need not wait for.
                return [partial(_refuse, str(error))] * len(works)
            done = _written(connection, [work for work in works if work.conversation in free])
        return [
            partial(done.__getitem__, id(work)) if id(work) in done else partial(self._alone, work) for work in works
        ]

    def _alone(self, work: Work) -> Done:
        with self._database.writing(work.conversation) as connection:
            return _one(connection, work)


def _written(connection: Connection, works: Sequence[Work]) -> dict[int, Done]:
    """Return what each came to, by its identity."""
    known = known_of(connection, works)
    plain = [work for work in works if known.is_plain(work)]
    done = dict(zip(map(id, plain), write_plain(connection, known, plain), strict=True))
    done |= {id(work): _one(connection, work) for work in works if id(work) not in done}
    return done


def _one(connection: Connection, work: Work) -> Done:
    return accepted(connection, work) if isinstance(work, Message) else recorded(connection, work)


def _refuse(why: str) -> NoReturn:
    raise StoreUnwritable(why)
