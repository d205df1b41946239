from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.model import Dialogue
from bot.store import open_store
from tests.store.parts import ANSWER, BILLING, REPLY, message

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set the folder of a desk that nobody has asked anything."""
    monkeypatch.setenv("FRONTDESK_DATA", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    """Return how `report` ended and what it said."""
    ended = CliRunner().invoke(main, ["report", *arguments])
    return ended.exit_code, ended.stdout


def test_nothing_was_asked_yet() -> None:
    """It says so, and gives a program an empty list."""
    assert run() == (0, "No question has been answered yet.\n")
    assert run("--json") == (0, "[]\n")


def test_answers_and_ratings_are_counted_by_entry(data: Path) -> None:
    """The last word on an answer counts, a hand-off is none, and a patient's line cannot be rated."""
    store = open_store(data)
    for number, decision in enumerate((ANSWER, ANSWER, BILLING)):
        line = store.inbox.accept(message(f"m{number}")).line
        said = store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue())
        assert said is not None
        store.ratings.rate("c1", said.number, is_helpful=True)
        if number == 0:
            store.ratings.rate("c1", said.number, is_helpful=False)
            store.ratings.rate("c1", line.number, is_helpful=False)
    store.close()
    assert run() == (0, "entry      answered  helpful  not helpful\nride-home         2        1            1\n")
    assert json.loads(run("--json")[1]) == [{"entry": "ride-home", "answered": 2, "helpful": 1, "not_helpful": 1}]
