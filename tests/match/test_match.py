from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.match import Matcher, phrasings
from bot.match.fuzzy import Index
from bot.match.learn import Lesson, learn, untaught
from bot.match.lexical import LexicalTier
from bot.match.names import Names
from bot.match.questions import questions
from bot.match.terms import content, terms
from bot.match.tier import Phrasing
from bot.model import Language
from bot.text import words
from tests.samples import FAQ, TREATS

if TYPE_CHECKING:
    from bot.faq.content import Faq

EN = Language.ENGLISH


def matcher(faq: Faq = FAQ, language: Language = EN) -> Matcher:
    """Return a matcher that has learnt from the FAQ, by spelling."""
    tiers = (LexicalTier(language=language),)
    lesson = Lesson(
        language=language,
        phrasings=phrasings(faq, language),
        tiers=tiers,
        kinds={topic.id: topic.kind for topic in faq.topics},
        max_wrong=faq.max_wrong,
    )
    return Matcher(lesson.read, tiers, learn(lesson) if lesson.phrasings else untaught(tiers))


MATCHER = matcher()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("how long does a session take", "session-length"),
        ("how many infusions", "how-many-sessions"),
        ("can I drive myself home afterwards", "ride-home"),
        ("is it also for OCD", "conditions-treated"),
        ("price", "cost"),
    ],
)
def test_the_right_target_is_ranked_first(asked: str, meant: str) -> None:
    """Other words of the same question reach its entry or topic."""
    assert MATCHER.rank(words(asked))[0].id == meant


def test_probabilities_are_probabilities() -> None:
    """Targets, each from 0 to 1, together at most 1, best first."""
    found = [match.probability for match in MATCHER.rank(words("how long until I can drive home after a session"))]
    assert 1 < len(found) <= 8
    assert all(0 <= p <= 1 for p in found)
    assert sum(found) <= 1.001
    assert found == sorted(found, reverse=True)


def test_one_shared_word_is_no_answer() -> None:
    """A long message that shares one word with a short phrasing stays unlikely (what WRatio gets wrong)."""
    asked = words("my neighbor repairs old tractors and said a session in his barn with a welding torch is fun")
    assert all(match.probability < 0.3 for match in MATCHER.rank(asked))


def test_nothing_in_common_ranks_nothing_likely() -> None:
    """Unknown words give no likely target, and no words none."""
    assert all(match.probability < 0.3 for match in MATCHER.rank(words("zebra xylophone quartz")))
    assert MATCHER.rank(()) == ()


def test_excluded_targets_are_not_ranked() -> None:
    """What was answered the turn before can be left out."""
    found = MATCHER.rank(words("how long is a session"), without=("session-length",))
    assert "session-length" not in {match.id for match in found}


def test_the_same_question_always_ranks_the_same() -> None:
    """Another matcher of the same file gives the same numbers."""
    asked = words("how long before I can go home")
    assert matcher().rank(asked) == MATCHER.rank(asked)


@pytest.mark.parametrize(
    "asked",
    ["cuánto dura la sesión", "cuanto dura la sesion", "CUÁNTO DURA LA SESION", "hola, ¿y cuánto dura una sesión?"],
)
def test_spanish_is_the_same_without_accents(asked: str) -> None:
    """Accents, which many leave out, change no term; nor does a greeting or a leading "y"."""
    assert terms(words(asked), Language.SPANISH)[:2] == ("cuant", "dur")
    assert "sesion" in terms(words(asked), Language.SPANISH)


def test_a_language_without_wordings_is_empty() -> None:
    """Nothing is matched in a language that the FAQ does not speak."""
    spanish = matcher(language=Language.SPANISH)
    assert spanish.is_empty
    assert spanish.rank(("cuánto", "dura")) == ()


def test_a_tiny_faq_is_answered_with_caution() -> None:
    """An FAQ too small to learn from still ranks, with the cautious default."""
    tiny = matcher(replace(FAQ, entries=FAQ.entries[:1], topics=()))
    assert tiny.rank(words("How long is a session?"))[0].id == "session-length"
    assert tiny.learned == untaught((LexicalTier(language=EN),))


def test_a_letter_off_still_aligns() -> None:
    """Words that differ by a letter or an ending count in part."""
    index = Index((Phrasing(target="a", text="anesthesiologist"), Phrasing(target="b", text="receptionist")), EN)
    found = index.alignments(index.terms(("anaesthesiologist",)))
    assert set(found) == {"a"}
    assert 0 < found["a"] < 1


def test_terms_keep_how_long_from_how_many() -> None:
    """Neighbors are terms of their own; greetings are not, unless there is nothing else."""
    assert "how_long" in terms(words("hi, how long is it"), EN)
    assert content(words("hello there please"), EN) == ("there",)
    assert content(words("hello"), EN) == ("hello",)


@pytest.mark.parametrize(
    ("raw", "pieces"),
    [
        ("Is it safe? How long is it?", [("is it safe", True), ("how long is it", True)]),
        ("how long is it and can I drive after", [("how long is it", True), ("can i drive after", True)]),
        ("I live far away. Do you have parking?", [("i live far away", False), ("do you have parking", True)]),
        ("how and when", [("how and when", True)]),
        ("the price", [("the price", False)]),
        ("¿Es segura? ¿Y cuánto dura?", [("es segura", True), ("why cuánto dura", True)]),
        ("cuánto dura y puedo manejar después", [("cuánto dura", True), ("puedo manejar después", True)]),
        ("¿cada cuánto es y ¿a qué hora abren?", [("cada cuánto es", True), ("a qué hora abren", True)]),
        ("i have asthma, hay fever and a son", [("i have asthma hay fever and a son", False)]),
        ("", []),
    ],
    ids=str,
)
def test_a_message_is_cut_into_its_questions(raw: str, pieces: list[tuple[str, bool]]) -> None:
    """Sentences and "and how …" separate; a piece that would mean nothing by itself is not cut off."""
    assert [(" ".join(q.words), q.is_question) for q in questions(raw)] == pieces


@pytest.mark.parametrize(
    ("asked", "entry", "is_foreign"),
    [
        ("does it treat migraine", "conditions-treated", True),
        ("does it help with ocd", "conditions-treated", False),
        ("how long is it for ocd", "session-length", True),
        ("how long is it", "session-length", False),
        ("migraine", None, True),
        ("¿sirve para la migraña?", "conditions-treated", True),
        ("does it treat migraines", "conditions-treated", True),
        ("when i had my migraine done there was a light, how long is it", "session-length", False),
        ("how long is an mri", "session-length", True),
        ("is it as long as an mri", "session-length", False),
    ],
)
def test_names_that_the_entry_does_not_speak_of_are_foreign(asked: str, entry: str | None, *, is_foreign: bool) -> None:
    """A drug, condition or procedure left over after the match is told, unless it is only likened to what is asked."""
    names = Names(FAQ, {"ocd", "migraine", "migrana", "mri"})
    assert names.are_foreign(words(asked), entry) is is_foreign


def test_what_the_whole_faq_is_about_is_never_foreign() -> None:
    """A name that stands in many entries vetoes nothing."""
    about = tuple(replace(TREATS, id=f"e{n}") for n in range(3))
    names = Names(replace(FAQ, entries=(*about, FAQ.entry("session-length"))), {"ocd"})
    assert not names.are_foreign(("how", "long", "with", "ocd"), "session-length")
