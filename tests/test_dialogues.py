from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot import model
from bot.channels.terminal import to_text
from bot.learning.ready import understanding
from bot.settings import Settings
from bot.strict_yaml import load as load_yaml
from bot.wording import Situation, compose
from tests.samples import MONDAY_NOON

_ROOT = Path(__file__).parent.parent
DESK = understanding(_ROOT / "faq.yaml", Settings().cache)


class Turn(BaseModel):
    """One turn of a golden dialogue; only what stands there is checked."""

    model_config = ConfigDict(extra="forbid")

    patient: str
    disposition: str | None = Field(default=None, alias="is")
    queue: str | None = None
    entries: list[str] | None = None
    says: str = ""


class Dialogue(BaseModel):
    """A conversation, and what it shows."""

    model_config = ConfigDict(extra="forbid")

    about: str
    turns: list[Turn]


def dialogues() -> list[Dialogue]:
    """Read every golden dialogue."""
    folder = sorted((_ROOT / "tests" / "dialogues").glob("*.yaml"))
    return [one for path in folder for one in _FILE.validate_python(load_yaml(path.read_bytes()).data)]


_FILE = TypeAdapter(list[Dialogue])


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.about)
def test_a_golden_dialogue(dialogue: Dialogue) -> None:
    """The shipped desk says what the file of dialogues expects, turn by turn."""
    state = model.Dialogue()
    for turn in dialogue.turns:
        decision, state = DESK.take(state, turn.patient)
        said = {"disposition": decision.disposition, "queue": decision.queue, "entries": list(decision.entries)}
        expected = turn.model_dump(include={"disposition", "queue", "entries"}, exclude_none=True)
        assert {key: said[key] for key in expected} == expected, turn.patient
        assert turn.says in to_text(compose(decision, DESK.faq, Situation(now=MONDAY_NOON)))
