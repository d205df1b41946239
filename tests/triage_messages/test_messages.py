"""What the shipped lexicon hears in messages of many voices, written by us: one line of JSON a message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.hearing import is_object
from bot.model import Concern
from bot.text import readings
from bot.triage.shipped import shipped

if TYPE_CHECKING:
    from bot.model import Signal
    from bot.triage import Triage

FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def triage() -> Triage:
    """Return the triage that ships, loaded once."""
    return shipped()


def _messages(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _heard(triage: Triage, text: str, concern: Concern) -> list[Signal]:
    return [s for s in triage.signals(readings(text)) if s.concern is concern and not is_object(s)]


def test_a_fact_about_a_person_is_clinical(triage: Triage) -> None:
    """A medicine, condition, age, symptom or result of somebody's own always goes to a clinician."""
    missed = [m["text"] for m in _messages("clinical.jsonl") if not _heard(triage, m["text"], Concern.CLINICAL)]
    assert missed == []


@pytest.mark.parametrize("concern", [Concern.CLINICAL, Concern.DESK, Concern.SMALLTALK, Concern.OFFTOPIC])
def test_what_people_in_general_ask_is_left_to_the_faq(triage: Triage, concern: Concern) -> None:
    """No rule for clinical, desk, smalltalk or off-topic messages fires on an ordinary question."""
    fired = [m["text"] for m in _messages("general.jsonl") if _heard(triage, m["text"], concern)]
    assert fired == []


def test_the_desks_own_business_is_named(triage: Triage) -> None:
    """Money, the calendar, a person, smalltalk and off-topic text are known by their topic, and are not clinical."""
    wrong = [m["text"] for m in _messages("desk-and-talk.jsonl") if not _is_named(triage, m)]
    assert wrong == []


def _is_named(triage: Triage, message: dict[str, str]) -> bool:
    heard = _heard(triage, message["text"], Concern(message["concern"]))
    clinical = _heard(triage, message["text"], Concern.CLINICAL)
    return message["topic"] in {s.topic for s in heard} and not clinical
