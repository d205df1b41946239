from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.learning import School
from bot.learning.shelf import Shelf
from bot.match.learn import untaught
from bot.match.lexical import LexicalTier
from bot.model import Dialogue, Disposition, Language
from bot.text import words
from bot.triage.shipped import shipped
from tests.learning.parts import Notes
from tests.match.parts import Parrot
from tests.samples import FAQ

if TYPE_CHECKING:
    from pathlib import Path

    from bot.faq.content import Faq

EN = Language.ENGLISH
ASKED = words("how long does a session take")


class Listening:
    """Counts the lessons that are learnt."""

    def __init__(self) -> None:
        self.begun: list[Language] = []

    def __call__(self, language: Language, done: int, _of: int) -> None:
        """Hear how many steps are done."""
        if not done:
            self.begun.append(language)


def test_what_lies_on_the_shelf_is_not_learnt_again(tmp_path: Path) -> None:
    """The first desk learns and keeps it, the next one reads it and ranks the same."""
    shelf, listening = Shelf(folder=tmp_path / "learned"), Listening()
    first = School(FAQ, None, tell=listening).matchers((shelf,))[EN]
    assert listening.begun == [EN]
    second = School(FAQ, None, tell=listening).matchers((shelf,))[EN]
    assert listening.begun == [EN]
    assert second.learned == first.learned
    assert second.rank(ASKED) == first.rank(ASKED)


def test_shelves_are_asked_in_turn_and_the_last_one_keeps(tmp_path: Path) -> None:
    """What is learnt is put on the last shelf, and what lies on any is found."""
    beside, cache = (Shelf(folder=tmp_path / name) for name in ("beside", "cache"))
    School(FAQ, None).matchers((beside, cache))
    assert not beside.folder.exists()
    listening = Listening()
    School(FAQ, None, tell=listening).matchers((cache, beside))
    assert listening.begun == []


def _phrased(faq: Faq) -> Faq:
    wording = faq.entries[0].wordings[EN]
    first = replace(faq.entries[0], wordings={EN: replace(wording, asks=("how many minutes is one visit",))})
    return replace(faq, entries=(first, *faq.entries[1:]))


@pytest.mark.parametrize("other", [_phrased(FAQ), replace(FAQ, max_wrong=50.0)], ids=["phrasings", "budget"])
def test_another_faq_is_learnt_anew(tmp_path: Path, other: Faq) -> None:
    """A phrasing or the budget changed: what lay there is passed over and overwritten."""
    shelf, listening = Shelf(folder=tmp_path), Listening()
    School(FAQ, None).matchers((shelf,))
    School(other, None, tell=listening).matchers((shelf,))
    assert listening.begun == [EN]


def test_an_answer_may_change_without_learning(tmp_path: Path) -> None:
    """Only what can be asked is learnt from: rewording an answer costs nothing."""
    shelf, listening = Shelf(folder=tmp_path), Listening()
    School(FAQ, None).matchers((shelf,))
    wording = FAQ.entries[0].wordings[EN]
    reworded = replace(FAQ.entries[0], wordings={EN: replace(wording, text="About two hours.")})
    School(replace(FAQ, entries=(reworded, *FAQ.entries[1:])), None, tell=listening).matchers((shelf,))
    assert listening.begun == []


def test_a_shelf_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """The desk opens with what it has just learnt, and learns again the next time."""
    (tmp_path / "file").write_text("in the way")
    shelf, listening = Shelf(folder=tmp_path / "file" / "cache"), Listening()
    for _ in range(2):
        assert School(FAQ, None, tell=listening).matchers((shelf,))[EN].rank(ASKED)[0].id == "session-length"
    assert listening.begun == [EN, EN]


def test_a_language_that_the_faq_does_not_speak_is_not_learnt() -> None:
    """Its matcher is empty, and nothing is held out."""
    listening = Listening()
    spanish = School(FAQ, None, tell=listening).matchers(())[Language.SPANISH]
    assert spanish.is_empty
    assert spanish.learned == untaught((LexicalTier(language=Language.SPANISH),))
    assert listening.begun == [EN]


def test_meaning_is_for_english() -> None:
    """The tier of the extra reads English; Spanish is compared by spelling."""
    school = School(FAQ, None, meaning=Parrot(name="meaning:model"))
    tiers = {language: [tier.name for tier in school.lesson(language).tiers] for language in Language}
    assert tiers == {EN: ["lexical", "meaning:model"], Language.SPANISH: ["lexical"]}


def test_two_tiers_are_learnt_together(tmp_path: Path) -> None:
    """With another tier there is a weight for each feature of both, and the vectors are kept beside."""
    school = School(FAQ, None, meaning=Parrot(name="meaning:model"))
    learned = school.learn(school.lesson(EN), Shelf(folder=tmp_path, memory=Notes()))
    assert len(learned.logit.weights) == 1 + 3 + 2 + 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["en-lexical-meaning.json", "vectors.npz"]


def test_the_matcher_alone_knows_no_topic() -> None:
    """Without triage, only entries are learnt and ranked."""
    bare, whole = School(FAQ, None), School(FAQ, shipped())
    assert {p.target for p in bare.lesson(EN).phrasings} == {entry.id for entry in FAQ.entries}
    assert {p.target for p in whole.lesson(EN).phrasings} == {item.id for item in FAQ.items}
    assert bare.lesson(EN).kinds == {}


def test_triage_goes_ahead_of_learning(tmp_path: Path) -> None:
    """What triage stops is not held out, and what was learnt without it is not taken for it."""
    bare, whole = School(replace(FAQ, topics=()), None), School(replace(FAQ, topics=()), shipped())
    assert whole.lesson(EN).is_stopped("i want to die")
    assert not bare.lesson(EN).is_stopped("i want to die")
    shelf = Shelf(folder=tmp_path)
    bare.learn(bare.lesson(EN), shelf)
    listening = Listening()
    School(replace(FAQ, topics=()), shipped(), tell=listening).matchers((shelf,))
    assert listening.begun == [EN]


def test_an_understanding_understands(tmp_path: Path) -> None:
    """What the school prepares answers the FAQ's own question and hears danger."""
    found = School(FAQ, shipped()).understanding((Shelf(folder=tmp_path),))
    assert found.take(Dialogue(), "i want to kill myself")[0].disposition is Disposition.CRISIS
    decision, _ = found.take(Dialogue(), "How long is a session?")
    assert decision.ranked[0].id == "session-length"
