"""The phrase language: what it reads, what it refuses, and that searching finds what a regular expression would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import readings
from bot.triage.node import GAP, MARKS, Chain, Choice, Maybe, Part, Stem, Words, needs
from bot.triage.phrase import PhraseError, parse
from bot.triage.search import Sentence, apart, places
from tests.triage.pattern import pattern

if TYPE_CHECKING:
    from bot.triage.lexicon import Lexicon
    from bot.triage.node import Node

CLASSES: dict[str, Node] = {"want": Words(("want", "wish")), "me": Words(("me",))}


WORD = st.sampled_from(["a", "b", "c", "ab"])
TEXT = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
PARTS: st.SearchStrategy[Node] = st.one_of(
    st.lists(TEXT, min_size=1, max_size=3).map(lambda texts: Words(tuple(texts))),
    st.sampled_from([GAP, Stem("a"), Part("b"), *MARKS.values()]),
)
NODES = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: Chain(tuple(parts))),
        st.lists(inner, min_size=1, max_size=4).map(lambda options: Choice(tuple(options))),
        inner.map(Maybe),
    ),
    max_leaves=8,
)
PHRASES = NODES.filter(lambda node: bool(needs(node)))
SENTENCES = st.builds(
    lambda opening, said, closing: f"{opening} {' '.join(said)} {closing}",
    st.sampled_from(["<", ""]),
    st.lists(WORD, min_size=1, max_size=12),
    st.sampled_from([">", ""]),
)


def class_named(name: str) -> Node:
    """Return one of the test's classes, as the lexicon does."""
    if name not in CLASSES:
        msg = f"no class is called <{name}>"
        raise PhraseError(msg)
    return CLASSES[name]


def is_in(phrase: str, text: str) -> bool:
    """Tell whether a phrase is found in the plain reading of a one-sentence text."""
    sentence = readings(text)[0].replace(" .", "")
    return any(places(parse(phrase, class_named), Sentence(f"<{sentence.rstrip()} >")))


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
    """One of each group of words must be in a sentence before the phrase is looked for at all."""
    assert needs(parse("<want> to (die|be gone) [now]", class_named)) == (
        ("want", "wish"),
        ("to",),
        ("die", "gone"),
    )


@given(phrase=PHRASES, sentence=SENTENCES)
@settings(max_examples=500)
def test_it_finds_what_a_regular_expression_finds(phrase: Node, sentence: str) -> None:
    """The same places, each with the same end, overlapping and apart, whatever the phrase is made of."""
    assert_alike(phrase, sentence)


def test_the_lexicon_finds_what_regular_expressions_find(lexicon: Lexicon) -> None:
    """Of every family, the first phrases stand where a regular expression finds them in the family's own examples."""
    for family in lexicon.families:
        sentences = [f"<{readings(text)[0].replace(' .', '').rstrip()} >" for text in family.fires_on]
        for phrase in (*family.phrases[:2], *family.unless[:1]):
            for sentence in sentences:
                assert_alike(phrase, sentence)


def assert_alike(phrase: Node, sentence: str) -> None:
    """Compare both ways to search."""
    compiled, read = re.compile(pattern(phrase)), Sentence(sentence)
    assert list(apart(phrase, read)) == [found.span() for found in compiled.finditer(sentence)]
    starts = (compiled.match(sentence, at) for at in range(len(sentence)))
    assert list(places(phrase, read)) == [found.span() for found in starts if found]
