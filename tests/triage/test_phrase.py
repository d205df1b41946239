"""The phrase language: what it reads, what it refuses, and that its patterns are bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.text import readings
from bot.triage.node import Words, needs, pattern
from bot.triage.phrase import PhraseError, parse

if TYPE_CHECKING:
    from bot.triage.lexicon import Lexicon
    from bot.triage.node import Node

CLASSES: dict[str, Node] = {"want": Words(("want", "wish")), "me": Words(("me",))}


def class_named(name: str) -> Node:
    """Return one of the test's classes, as the lexicon does."""
    if name not in CLASSES:
        msg = f"no class is called <{name}>"
        raise PhraseError(msg)
    return CLASSES[name]


def is_in(phrase: str, text: str) -> bool:
    """Tell whether a phrase is found in the plain reading of a one-sentence text."""
    sentence = readings(text)[0].replace(" .", "")
    return re.search(pattern(parse(phrase, class_named)), f"<{sentence.rstrip()} >") is not None


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("want to die", "i want to die now"),
        ("(want|wish) to (die|be dead)", "I wish to be dead"),
        ("not [ever] wake up", "to not wake up"),
        ("not [ever] wake up", "to not ever wake up"),
        ("<want> to die", "they wish to die"),
        ("end .. pain", "end all of this awful pain"),
        ("end .. pain", "end pain"),
        ("suicid*", "feeling suicidally sad"),
        ("*想死*", "我想死了"),
        ("^ help", "help me"),
        ("me $", "please help me"),
        ("^^ help me $$", "help me"),
        ("can't go on", "I cannot go on"),
        ("i'm done", "im done"),
        ("(^ (is|are)|what) .. safe", "is it safe"),
        ("💊 💊", "💊💊"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    """Words, alternatives, optional words, classes, gaps, beginnings, parts and marks match what they say."""
    assert is_in(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("want to die", "i want to diet"),
        ("want to die", "want you to die"),
        ("end .. pain", "end of one two three four five pain"),
        ("^ help", "please help"),
        ("me $", "help me please"),
        ("suicid*", "antisuicidal"),
        ("<want> to die", "trying to die"),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    """A phrase keeps to whole words, to its order, to four words in a gap, and to its marks."""
    assert not is_in(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "mend"),
    [
        ("(want|wish", "is never closed"),
        ("want)", "closes nothing"),
        ("(want|) die", "an alternative is empty"),
        ("[want] [die]", "no word of it must be there"),
        ("..", "no word of it must be there"),
        ("", "an alternative is empty"),
        ("a .. b .. c .. d .. e", "more than 3 gaps"),
        ("<unknown> die", "no class is called <unknown>"),
        ("want to die!", "without punctuation"),
        ("* die", "is not a word"),
        ("(" * 20 + "die" + ")" * 20, "nests deeper"),
    ],
)
def test_a_bad_phrase_says_how_to_mend_it(phrase: str, mend: str) -> None:
    """Every way to write a phrase wrongly has its own message."""
    with pytest.raises(PhraseError, match=re.escape(mend)):
        parse(phrase, class_named)


def test_what_a_sentence_must_hold() -> None:
    """One of each set of words must be in a sentence before the pattern is tried at all."""
    assert needs(parse("<want> to (die|be gone) [now]", class_named)) == (
        frozenset({"want", "wish"}),
        frozenset({"to"}),
        frozenset({"die", "gone"}),
    )


def test_no_pattern_repeats_a_repetition(lexicon: Lexicon) -> None:
    """Every open repetition takes whole words and gives nothing back; counted ones are gaps of four words at most."""
    open_repetition = re.compile(r"(?<!\\)[*+](?![+])")
    for family in lexicon.families:
        for phrase in (*family.phrases, *family.unless):
            source = pattern(phrase)
            bounded = source.replace("[^ ]*+", "").replace("[^ <>]++", "").replace("[^ ]*?", "").replace("){0,4}?", ")")
            assert not open_repetition.search(re.sub(r"\\.", "", bounded)), family.id
            assert "{" not in re.sub(r"\\.", "", bounded), family.id
