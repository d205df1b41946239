from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigurationError
from bot.model import Concern
from bot.text import readings
from bot.triage.classifier import BUCKETS, LONGEST_WINDOW, Classifier, buckets, load
from bot.triage.shipped import MODELS

if TYPE_CHECKING:
    from pathlib import Path

CLASSIFIERS = {classifier.name: classifier for classifier in load(MODELS)}


def toy(word: str, *, high: float = 0.9, middle: float = 0.6) -> Classifier:
    """Return a classifier that knows one word."""
    weights = bytearray([128]) * BUCKETS
    for bucket in buckets((word,) * 3):
        weights[bucket] = 255
    return Classifier(name="crisis", weights=bytes(weights), scale=0.02, bias=-2.0, high=high, middle=middle)


def test_both_dangers_have_a_classifier() -> None:
    """A plain install hears danger beyond the phrases: one classifier a concern, with thresholds in order."""
    assert set(CLASSIFIERS) == {"crisis", "emergency"}
    assert all(0 < one.middle < one.high < 1 for one in CLASSIFIERS.values())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("crisis", "i keep thinking everyone would be happier once i am gone for good"),
        ("crisis", "i have written the letters and i do not plan to see monday"),
        ("emergency", "he is on the floor, not waking up, and his lips are turning blue"),
    ],
)
def test_danger_is_heard(name: str, text: str) -> None:
    """Danger in words of its own raises at least a doubt."""
    assert CLASSIFIERS[name].signals(readings(text))


@pytest.mark.parametrize("text", ["how long is a session", "my card was declined", "", "thanks, see you on tuesday!"])
def test_calm_is_not(text: str) -> None:
    """The desk's everyday business raises nothing."""
    assert [signal for one in CLASSIFIERS.values() for signal in one.signals(readings(text))] == []


def test_two_tiers() -> None:
    """At `high` the concern's own alarm, at `middle` a possible crisis, below nothing."""
    reading = readings("danger danger danger")
    probability = toy("danger").probability(reading)
    alarm, doubt = toy("danger", high=probability), toy("danger", high=1.0, middle=probability)
    assert [signal.concern for signal in alarm.signals(reading)] == [Concern.CRISIS]
    assert [signal.concern for signal in doubt.signals(reading)] == [Concern.CRISIS_POSSIBLE]
    assert toy("danger", high=1.0, middle=1.0).signals(reading) == ()


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_more_sentences_never_lower_it(before: str, after: str) -> None:
    """What alarms in one sentence alarms beside any other."""
    alone = CLASSIFIERS["crisis"].probability((" i want to end my life ",))
    assert CLASSIFIERS["crisis"].probability(readings(f"i want to end my life. {after}")) >= alone
    assert CLASSIFIERS["crisis"].probability(readings(f"{before}\ni want to end my life")) >= alone


def test_a_long_sentence_is_judged_in_windows() -> None:
    """One dark clause is not drowned in a long sentence without a full stop."""
    calm = " ".join(["the garden was lovely"] * LONGEST_WINDOW)
    reading = (f" {calm} danger {calm} ",)
    assert toy("danger").probability(reading) > toy("danger").probability((f" {calm} ",))


def test_weights_that_are_not_the_pinned_ones_are_refused(tmp_path: Path) -> None:
    """A changed or missing file stops the start with one line, never silently."""
    folder = tmp_path / "models"
    shutil.copytree(MODELS, folder)
    (folder / "crisis.weights").write_bytes(bytes(BUCKETS))
    with pytest.raises(ConfigurationError, match=r"crisis\.weights"):
        load(folder)
    (folder / "classifiers.json").unlink()
    with pytest.raises(ConfigurationError, match="not whole"):
        load(folder)


def test_the_pins_fit_the_files() -> None:
    """The shipped weights are those that the card pins."""
    card = json.loads((MODELS / "classifiers.json").read_text())
    for name, numbers in card.items():
        assert hashlib.sha256((MODELS / f"{name}.weights").read_bytes()).hexdigest() == numbers["sha256"]
