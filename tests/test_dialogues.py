from __future__ import annotations

import pytest

from bot import model
from bot.channels.terminal import to_text
from bot.wording import Situation, compose
from tests.golden import Dialogue, dialogues, shipped_understanding
from tests.samples import MONDAY_NOON


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.about)
def test_a_golden_dialogue(dialogue: Dialogue) -> None:
    """The shipped desk says what the file of dialogues expects, turn by turn."""
    desk, state = shipped_understanding(), model.Dialogue()
    for turn in dialogue.turns:
        decision, state = desk.take(state, turn.patient)
        said = {"disposition": decision.disposition, "queue": decision.queue, "entries": list(decision.entries)}
        expected = turn.model_dump(include={"disposition", "queue", "entries"}, exclude_none=True)
        assert {key: said[key] for key in expected} == expected, turn.patient
        assert turn.says in to_text(compose(decision, desk.faq, Situation(now=MONDAY_NOON)))
