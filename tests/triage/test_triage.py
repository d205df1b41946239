"""Looking for families in messages: order, harmless readings, and that nothing written afterwards silences anything."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Concern
from bot.text import readings
from bot.triage import Triage
from bot.triage.lexicon import LASTING, Lexicon, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.model import Signal

SMALL = """\
about: for a test
families:
  - id: mention.b
    concern: mention
    why: a test
    phrases: [suicide]
    fires_on: [one, two, three]
    silent_on: [four]
  - id: crisis.b
    concern: crisis
    why: a test
    phrases: [want to die, suicide]
    unless: [want to die laughing]
    fires_on: [one, two, three]
    silent_on: [four]
  - id: crisis.a
    concern: crisis
    topic: a-topic
    why: a test
    phrases: [^ suicide, "*想死*"]
    fires_on: [one, two, three]
    silent_on: [four]
  - id: crisis.c
    concern: crisis
    why: a test
    after: [does it kill]
    phrases: [^ i hope so]
    fires_on: [one, two, three]
    silent_on: [four]
everyday:
  - id: everyday.films
    why: a test
    phrases: [suicide squad, the (end|last)]
    calm: [one, two]
    danger: [three]
"""


@pytest.fixture
def small(tmp_path: Path) -> Triage:
    """Return the triage of three small families."""
    (tmp_path / "a.yaml").write_text(SMALL, encoding="utf-8")
    return Triage(load(tmp_path))


class Heard:
    """A listener that keeps what it was given."""

    readings: tuple[str, ...] = ()

    def signals(self, readings: Sequence[str]) -> tuple[Signal, ...]:
        """Keep the readings and raise nothing."""
        self.readings = tuple(readings)
        return ()


def ids(signals: tuple[Signal, ...]) -> tuple[str, ...]:
    """Return what fired."""
    return tuple(signal.id for signal in signals)


def test_signals_come_most_serious_first_then_by_id(small: Triage) -> None:
    """Each family fires once, whatever the number of its phrases and readings; the topic comes along."""
    signals = small.signals((" suicide . suicide . i want to die ", " suicide "))
    assert ids(signals) == ("crisis.a", "crisis.b", "mention.b")
    assert [signal.topic for signal in signals] == ["a-topic", None, None]


def test_a_harmless_reading_silences_only_what_it_covers(small: Triage) -> None:
    """To want to die laughing is harmless; a wish to die beside it is heard."""
    assert small.signals((" i want to die laughing . ",)) == ()
    assert ids(small.signals((" i want to die laughing and i want to die . ",))) == ("crisis.b",)


def test_an_everyday_way_to_speak_silences_what_alarms(small: Triage) -> None:
    """It is harmless to every family that alarms, where it stands and nowhere else; other concerns hear it."""
    assert ids(small.signals((" suicide squad ",))) == ("mention.b",)
    assert ids(small.signals((" suicide squad and suicide ",))) == ("crisis.b", "mention.b")


def test_listeners_do_not_read_everyday_ways_to_speak(tmp_path: Path) -> None:
    """They get the readings without those words, and every other reading as it is."""
    (tmp_path / "a.yaml").write_text(SMALL, encoding="utf-8")
    listener = Heard()
    triage = Triage(load(tmp_path), (listener,))
    triage.signals((" i saw suicide squad . it was the end of the day . ", " i saw it "))
    assert listener.readings == (" i saw . it was of the day . ", " i saw it ")


@pytest.mark.parametrize(
    ("reading", "fired"),
    [
        (" does it kill . i hope so ", True),
        (" does it kill . is it safe . i hope so . ", True),
        (" i hope so . does it kill ", False),
        (" i hope so ", False),
    ],
)
def test_a_family_may_ask_for_what_went_before(small: Triage, reading: str, fired: bool) -> None:  # noqa: FBT001 - a case
    """An answer counts where the question that makes it one stands before it."""
    assert (ids(small.signals((reading,))) == ("crisis.c",)) is fired


def test_no_phrase_crosses_a_sentence_end(small: Triage) -> None:
    """Words of two sentences are not one phrase."""
    assert small.signals((" i want . to die . ",)) == ()


def test_scripts_without_blanks_are_searched_within_words(small: Triage) -> None:
    """A part of a word is found inside it."""
    assert ids(small.signals(readings("我真的想死了"))) == ("crisis.a",)


def test_nothing_said_gives_no_signal(small: Triage) -> None:
    """No reading, or an empty one, fires nothing."""
    assert small.signals(()) == ()
    assert small.signals(("  ",)) == ()


def lasting(signals: tuple[Signal, ...]) -> set[str]:
    """Return the ids of those signals that nothing may silence."""
    return {signal.id for signal in signals if signal.concern in LASTING}


@st.composite
def sentences(draw: st.DrawFn, lexicon: Lexicon) -> str:
    """Draw an example of the lexicon or a few of its words."""
    examples = [text for family in lexicon.families for text in (*family.fires_on, *family.silent_on)]
    words = st.lists(st.sampled_from(sorted(lexicon.vocabulary)), min_size=1, max_size=12).map(" ".join)
    return draw(st.one_of(st.sampled_from(examples), words))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_sentence_added_after_a_full_stop_silences_nothing(
    phrases: Triage, lexicon: Lexicon, data: st.DataObject
) -> None:
    """Whatever is written afterwards, what was heard before stays heard."""
    before, after = data.draw(sentences(lexicon)), data.draw(sentences(lexicon))
    alone = lasting(phrases.signals(readings(before)))
    assert alone <= lasting(phrases.signals(readings(f"{before}. {after}")))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_another_reading_silences_nothing(phrases: Triage, lexicon: Lexicon, data: st.DataObject) -> None:
    """A disguise can only add readings, and a reading can only add signals."""
    first, second = readings(data.draw(sentences(lexicon))), readings(data.draw(sentences(lexicon)))
    assert set(phrases.signals(first)) | set(phrases.signals(second)) == set(phrases.signals((*first, *second)))


@pytest.mark.parametrize(
    "words",
    [
        ("i", "want", "to", "really"),
        ("just", "really", "so", "very"),
        ("wish", "i", "would", "not", "wake", "up"),
        ("a" * 64_000,),
        ("not", "not", "to", "to", "be", "here"),
        ("die",),
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_a_hostile_text_is_read_in_bounded_time(phrases: Triage, words: tuple[str, ...]) -> None:
    """64,000 characters that begin many phrases over and over end none of them slowly."""
    text = (" " + " ".join(words * (64_000 // len(" ".join(words)) + 1)))[:64_000] + " "
    began = time.process_time()
    phrases.signals((text,))
    assert time.process_time() - began < 20


def test_the_whole_vocabulary_at_once_is_read_in_bounded_time(phrases: Triage, lexicon: Lexicon) -> None:
    """A text that makes nearly every phrase a candidate costs time in proportion to its length."""
    shuffled = sorted(lexicon.vocabulary, key=lambda word: word[::-1]) * 3
    text = (" " + " ".join(shuffled))[:64_000] + " "
    began = time.process_time()
    phrases.signals((text,))
    assert time.process_time() - began < 40


def test_concerns_are_ordered_by_seriousness() -> None:
    """The order of the signals rests on the order of the concerns."""
    assert list(Concern)[:3] == [Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE]
