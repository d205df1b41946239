from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.model import Dialogue
from bot.store.engine.many import Steps, inserting, updating
from bot.store.schema.tables import conversation, tried
from bot.store.transaction import Database
from tests.store.parts import START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.store.places import Place

ODD = 'a "quote", a \\u0000, a nul \0, half \ud83d of a face, 😀, ﷺ\n'
STORED = 'a "quote", a \\u0000, a nul �, half � of a face, 😀, ﷺ\n'
TALKS = inserting(conversation, without=("seen",), returning=("id", "created_at"))
TRIES = inserting(tried)
FRESH = Dialogue()
MOVED = updating(conversation, "channel", "dialogue")


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    """Open an empty database."""
    database = Database(place.engine())
    yield database
    database.close()


def talk(name: str, dialogue: Dialogue = FRESH) -> dict[str, object]:
    """Return a row, its moment told in another zone."""
    at = START.astimezone(timezone(timedelta(hours=-5)))
    return {"id": name, "channel": "web", "created_at": at, "dialogue": dialogue, "seen_at": None}


def test_rows_are_kept_as_one_by_one(database: Database) -> None:
    """Words, moments and values of the model, with every letter that can be stored."""
    dialogue = Dialogue(recent=(ODD,), options=("a", "b"))
    with database.writing() as connection:
        back = TALKS.run(connection, [talk(ODD, dialogue), talk("plain")])
        connection.execute(conversation.insert().values(talk("alone", dialogue)))
        found = {row.id: row for row in connection.execute(select(conversation))}
    assert {(row.id, row.created_at) for row in back} == {(STORED, START), ("plain", START)}
    assert found[STORED].dialogue.options == ("a", "b")
    assert found[STORED].dialogue == found["alone"].dialogue
    assert (found["plain"].dialogue, found["plain"].seen, found["plain"].seen_at) == (Dialogue(), 0, None)


def test_nothing_is_a_statement_too_many(database: Database) -> None:
    """Without rows nothing is asked and nothing returned."""
    with database.writing() as connection:
        assert TALKS.run(connection, []) == ()


def test_rows_are_changed_by_their_key(database: Database) -> None:
    """Each row its own, and no other."""
    with database.writing() as connection:
        TALKS.run(connection, [talk("a"), talk("b"), talk("c")])
        changes = [
            {"its_id": name, "new_channel": f"{name}!", "new_dialogue": Dialogue(recent=(name,))} for name in "ab"
        ]
        MOVED.run(connection, changes)
        found = {row.id: (row.channel, row.dialogue.recent) for row in connection.execute(select(conversation))}
    assert found == {"a": ("a!", ("a",)), "b": ("b!", ("b",)), "c": ("web", ())}


@pytest.mark.parametrize("keys", [(), ("x", "y")], ids=["none", "two"])
def test_steps_follow_each_other(database: Database, keys: tuple[str, ...]) -> None:
    """Several tables, some without a row; the last one's rows are returned."""
    steps = Steps(TRIES, MOVED, TALKS)
    with database.writing() as connection:
        TALKS.run(connection, [talk("old")])
        changes = [{"its_id": "old", "new_channel": "slack", "new_dialogue": Dialogue()}]
        back = steps.run(connection, [{"key": key, "full_at": START} for key in keys], changes, [talk("new")])
        assert [row.id for row in back] == ["new"]
        assert set(connection.execute(select(tried.c.key)).scalars()) == set(keys)
        channels = select(conversation.c.id, conversation.c.channel)
        assert {tuple(row) for row in connection.execute(channels)} == {("old", "slack"), ("new", "web")}
