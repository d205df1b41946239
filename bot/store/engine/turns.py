"""Who waits for whom. SQLite has one writer at a time: BEGIN IMMEDIATE is every turn there is.

PostgreSQL has many, and these locks, which end with their transaction, give each what it rests on. The first two are
advisory, the third is the row of the audit's head (audit.py):

store          held by a writer alone, or shared by all those who keep to one conversation
conversation   accepted once, recorded once, one open case, a crisis that stays: each reads before it writes, and what
               it reads belongs to one conversation. Unique constraints stand behind it.
numbers        from drawing a number of a line, or of a row of the audit, to the commit. A sequence hands out 7 before
               8, but 8 may be committed first, and a live page that has seen 8 never asks for 7 again: here 8 is drawn
               when 7 can be seen, and the audit's chain never forks.

They are taken in this order, and what is locked after them belongs to the conversation: nobody waits in a circle. Who
writes to many conversations at once waits for none of them, and leaves out those that somebody else holds.
Each statement sees what was committed before it began (READ COMMITTED), so nobody fails for having read too early.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sqlalchemy import ARRAY, BigInteger, bindparam, func, select, text

from bot.store.schema.rows import storable

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

_OURS: Final = int.from_bytes(b"Desk")
_STORE: Final = (_OURS, 1)
_MIGRATION_SECONDS: Final = 120

_key_of = func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).column_valued("key")
_SOME: Final = select(func.pg_advisory_xact_lock_shared(*_STORE), _key_of, func.pg_try_advisory_xact_lock(_key_of))


def take_turn(connection: Connection, conversation: str | None = None) -> None:
    """Wait until nobody else writes; with a conversation, until nobody else writes to it or wants the whole store."""
    if not _has_many_writers(connection):
        return
    if conversation is None:
        connection.execute(select(func.pg_advisory_xact_lock(*_STORE)))
    else:
        both = (func.pg_advisory_xact_lock_shared(*_STORE), func.pg_advisory_xact_lock(_key(conversation)))
        connection.execute(select(*both))


def take_turns(connection: Connection, conversations: Collection[str]) -> Collection[str]:
    """Wait until nobody else wants the whole store; return the conversations that nobody else writes to.

    The others are not waited for: who holds one and waits for another could wait in a circle, or keep many waiting.
    """
    if not _has_many_writers(connection):
        return conversations
    keys = {name: _key(name) for name in conversations}
    free = {key for _, key, is_free in connection.execute(_SOME, {"keys": list(keys.values())}) if is_free}
    return {name for name, key in keys.items() if key in free}


def take_migration_turn(connection: Connection) -> None:
    """Wait until nobody else writes or migrates, longer than a message would: a step may move many rows."""
    if _has_many_writers(connection):
        connection.execute(text(f"SET LOCAL lock_timeout = '{_MIGRATION_SECONDS}s'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    take_turn(connection)


def _has_many_writers(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _key(conversation: str) -> int:
    """Return 64 bits for a name; two names that share them only wait for each other."""
    return int.from_bytes(blake2b(storable(conversation).encode(), digest_size=8).digest(), signed=True)
