"""A patient's words are in the database and nowhere else."""

from __future__ import annotations

import logging
import re
import sqlite3
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreError, StoreUnusable
from bot.model import Dialogue
from bot.store.engine.failure import refusals
from bot.store.schema.tables import line
from tests.store.parts import CANARY, CRISIS, REPLY, START, message

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store import Store
    from tests.store.places import Place
    from tests.store.postgresql import Server

BROKEN = [
    "UPDATE line SET at = text",
    "UPDATE line SET author = text",
    "UPDATE line SET text = CAST(x'ff' || text AS TEXT)",
    "UPDATE line SET reply = text",
    "UPDATE line SET reply = json_object('paragraphs', text)",
]


def test_no_log_holds_a_patients_words(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Not even with every logger of the database layer at its most talkative."""
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="sqlalchemy"):
        accepted = store.inbox.accept(message(text=CANARY))
        store.conversations.record(accepted.line, decision=CRISIS, reply=REPLY, dialogue=Dialogue(recent=(CANARY,)))
        assert store.conversations.lines("c1")[0].text == CANARY
        assert store.conversations.dialogue("c1").recent == (CANARY,)
    assert "INSERT INTO line" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE line SET author = left(text, 16)",
        "UPDATE line SET reply = to_json(text)",
        "UPDATE line SET reply = json_build_object('paragraphs', text)",
        "UPDATE line SET at = '-infinity'",
    ],
    ids=["author", "json", "value", "moment"],
)
@pytest.mark.usefixtures("server")
def test_a_damaged_row_of_postgresql_is_named_without_its_words(store: Store, place: Place, damage: str) -> None:
    """As in SQLite, where the types allow more damage."""
    store.inbox.accept(message(text=CANARY))
    place.run(damage)
    with pytest.raises(StoreError) as refused:
        store.conversations.lines("c1")
    assert "canary" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("damage", BROKEN, ids=["moment", "author", "letters", "json", "value"])
def test_a_damaged_row_is_named_without_its_words(store: Store, file: Path, damage: str) -> None:
    """A row that cannot be read is an error of the store, whose traceback does not quote it."""
    store.inbox.accept(message(text=CANARY))
    other = sqlite3.connect(file)
    with other:
        other.execute(damage)
    other.close()
    with pytest.raises(StoreError) as refused:
        store.conversations.lines("c1")
    assert CANARY not in "".join(traceback.format_exception(refused.value))


def test_a_refused_row_is_not_quoted(place: Place) -> None:
    """A row that breaks a rule: neither our error nor the library's own shows what was to be stored."""
    engine = place.engine()
    stray = line.insert().values(conversation="nobody", author="patient", text=CANARY, at=START)
    with pytest.raises(StoreError) as ours, refusals(), engine.begin() as connection:
        connection.execute(stray)
    with pytest.raises(IntegrityError) as theirs, engine.begin() as connection:
        connection.execute(stray)
    engine.dispose()
    assert not isinstance(ours.value, StoreUnusable)
    assert re.search("SQLITE_CONSTRAINT_FOREIGNKEY|23503 ForeignKeyViolation", str(ours.value))
    assert CANARY not in "".join(traceback.format_exception(ours.value))
    assert CANARY not in "".join(traceback.format_exception(theirs.value))


def test_the_servers_log_holds_no_words(store: Store, server: Server) -> None:
    """PostgreSQL writes down a statement that it refused; ours come without their values."""
    log = server.folder / "log"
    begin = log.stat().st_size
    accepted = store.inbox.accept(message(text=CANARY))
    with pytest.raises(StoreError):
        store.conversations.record(replace(accepted.line, number=99), decision=CRISIS, reply=REPLY, dialogue=Dialogue())
    written = log.read_text()[begin:]
    assert "violates foreign key constraint" in written
    assert CANARY not in written
