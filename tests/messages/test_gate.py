"""The gate: messages that nobody mended to, and the figures that they must at least come to."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.understand import understanding
from bot.evaluate.judge import counted, judge
from bot.evaluate.labels import read

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text())
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.gate
def test_the_gate_holds() -> None:
    """No figure falls under its floor or over its ceiling. Only figures are told: the messages stay unread."""
    desk = understanding(HERE.parents[1] / "faq.yaml")
    labels = read((HERE / "gate.jsonl").read_bytes().splitlines(), "gate.jsonl")
    rates = {rate.name: rate.value or 0.0 for rate in counted(judge(desk, labels, now=MONDAY)).rates}
    low = [f"{name} {rates[name]} < {least}" for name, least in FLOORS["at_least"].items() if rates[name] < least]
    high = [f"{name} {rates[name]} > {most}" for name, most in FLOORS["at_most"].items() if rates[name] > most]

    assert low + high == []


def test_every_danger_has_its_floor() -> None:
    """What may cost a life, or mislead a patient, cannot lose its bound by a slip of the file."""
    assert set(FLOORS) == {"at_least", "at_most"}
    assert set(FLOORS["at_least"]) >= {"crisis_recall", "crisis_reached", "emergency_recall", "answer_right"}
    assert set(FLOORS["at_most"]) >= {"false_alarm_rate", "clinical_unsafe", "answer_wrong"}
