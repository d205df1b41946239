from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.channels.terminal import to_text
from bot.faq.load import load
from bot.model import Dialogue
from bot.strict_yaml import load as load_yaml
from bot.triage.shipped import shipped
from bot.understanding import Understanding
from bot.wording import Situation, compose
from tests.samples import MONDAY_NOON

_ROOT = Path(__file__).parent.parent
DESK = Understanding(load(_ROOT / "faq.yaml"), shipped())


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One line of a golden dialogue."""

    patient: str
    expected: dict[str, object]
    says: str


def dialogues() -> list[tuple[str, list[Turn]]]:
    """Read every golden dialogue."""
    found = []
    for path in sorted((_ROOT / "tests" / "dialogues").glob("*.yaml")):
        for one in load_yaml(path.read_bytes()).data:
            found.append((one["about"], [_turn(turn) for turn in one["turns"]]))
    return found


def _turn(given: dict[str, object]) -> Turn:
    expected = {key: value for key, value in given.items() if key not in {"patient", "says"}}
    return Turn(patient=str(given["patient"]), expected=expected, says=str(given.get("says", "")))


@pytest.mark.parametrize(("about", "turns"), dialogues(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_golden_dialogue(about: str, turns: list[Turn]) -> None:
    """The shipped desk says what the file of dialogues expects, turn by turn."""
    dialogue = Dialogue()
    for turn in turns:
        decision, dialogue = DESK.take(dialogue, turn.patient)
        said = {
            "is": str(decision.disposition),
            "queue": decision.queue and str(decision.queue),
            "entries": list(decision.entries),
            "options": list(decision.options),
        }
        assert {key: said[key] for key in turn.expected} == turn.expected, (about, turn.patient)
        assert turn.says in to_text(compose(decision, DESK.faq, Situation(now=MONDAY_NOON)))
