"""A patient's words are in the database and nowhere else."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreError, StoreUnusable
from bot.model import Dialogue
from bot.store.engine import open_sqlite
from bot.store.failure import refusals
from bot.store.tables import line
from tests.store.parts import CANARY, CRISIS, REPLY, START, message

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store import Store

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


def test_a_refused_row_is_not_quoted(file: Path) -> None:
    """A row that breaks a rule: neither our error nor the library's own shows what was to be stored."""
    engine = open_sqlite(file)
    stray = line.insert().values(conversation="nobody", author="patient", text=CANARY, at=START)
    with pytest.raises(StoreError) as ours, refusals(), engine.begin() as connection:
        connection.execute(stray)
    with pytest.raises(IntegrityError) as theirs, engine.begin() as connection:
        connection.execute(stray)
    engine.dispose()
    assert not isinstance(ours.value, StoreUnusable)
    assert "SQLITE_CONSTRAINT_FOREIGNKEY" in str(ours.value)
    assert CANARY not in "".join(traceback.format_exception(ours.value))
    assert CANARY not in "".join(traceback.format_exception(theirs.value))
