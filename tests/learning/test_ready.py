from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.learning.lesson import key_of, name_of
from bot.learning.ready import prepare, understanding
from bot.meaning import installed
from bot.model import Dialogue, Disposition, Language
from bot.triage.shipped import shipped
from tests.cli.parts import ROOT, SMALLEST_YAML

if TYPE_CHECKING:
    from pathlib import Path

    from bot.learning import School

EN = Language.ENGLISH
MEND = "what ships beside faq.yaml is not what it would teach: run `python -m bot calibrate --save`"
YAML = f"""{SMALLEST_YAML}\
  - id: parking
    question: Where can I park?
    asks: [is there a car park, do you have parking]
    answer: Behind the house.
"""


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    """Return a FAQ of two entries, as a file."""
    path = tmp_path / "faq.yaml"
    path.write_text(YAML)
    return path


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the extra out."""
    monkeypatch.setattr(installed, "is_installed", lambda: False)


def tiers(school: School) -> list[str]:
    """Return the tiers that read English."""
    return [tier.name.partition(":")[0] for tier in school.lesson(EN).tiers]


def _key(school: School, language: Language, *, with_meaning: bool) -> str:
    listeners = installed.danger() if with_meaning else None
    return key_of(school.lesson(language), shipped(listeners).digest)


@pytest.mark.parametrize("with_meaning", [True, False], ids=["with the extra", "without"])
@pytest.mark.parametrize("language", Language)
def test_what_ships_is_fresh(tmp_path: Path, language: Language, *, with_meaning: bool) -> None:
    """Beside the shipped FAQ lies what exactly its phrasings, lexicons, models and budget teach, for every language."""
    school, (beside, _) = prepare(ROOT / "faq.yaml", tmp_path, with_meaning=with_meaning)
    learned = beside.read(school.lesson(language), _key(school, language, with_meaning=with_meaning))
    assert learned, f"{name_of(school.lesson(language))}: {MEND}"
    assert learned.report, MEND
    assert learned.report.wrong <= school.faq.max_wrong


def test_the_shipped_vectors_are_the_ones_that_are_pinned(tmp_path: Path) -> None:
    """The file holds the vectors of all its phrasings, and its hash fits: no desk has to compute them at its start."""
    school, (beside, _) = prepare(ROOT / "faq.yaml", tmp_path)
    assert beside.memory
    lesson = school.lesson(EN)
    beside.read(lesson, "")
    beside.memory.save(tmp_path / "again.npz", lesson.read)
    assert (tmp_path / "again.npz").read_bytes() == (beside.folder / "vectors.npz").read_bytes(), MEND


def test_both_tiers_read_english(faq: Path, tmp_path: Path) -> None:
    """With the extra a FAQ is compared by spelling and by meaning, and may be read by spelling alone."""
    assert tiers(prepare(faq, tmp_path).school) == ["lexical", "meaning"]
    assert tiers(prepare(faq, tmp_path, with_meaning=False).school) == ["lexical"]


@pytest.mark.usefixtures("plain")
def test_without_the_extra_spelling_is_enough(faq: Path, tmp_path: Path) -> None:
    """The desk learns by spelling, keeps that under its own name, and answers."""
    desk = understanding(faq, tmp_path / "cache")
    assert tiers(prepare(faq, tmp_path / "cache").school) == ["lexical"]
    assert desk.take(Dialogue(), "When do you open?")[0].ranked[0].id == "opening"
    assert [path.name for path in (tmp_path / "cache").rglob("*.*")] == ["en-lexical.json"]


@pytest.mark.usefixtures("plain")
def test_a_faq_is_learnt_once(faq: Path, tmp_path: Path) -> None:
    """The second start finds in the cache what the first has learnt."""
    told: list[tuple[Language, int, int]] = []
    for _ in range(2):
        understanding(faq, tmp_path / "cache", tell=lambda *heard: told.append(heard))
        begun = [heard for heard in told if heard[1] == 0]
        assert begun == [(EN, 0, told[0][2])]


@pytest.mark.usefixtures("plain")
def test_what_lies_beside_the_file_is_used_ahead_of_the_cache(faq: Path, tmp_path: Path) -> None:
    """A file that comes with what it teaches needs neither learning nor a cache."""
    school, (beside, _) = prepare(faq, tmp_path / "cache")
    learned = school.learn(school.lesson(EN), beside)
    assert [path.name for path in (tmp_path / "faq.yaml.learned").iterdir()] == ["en-lexical.json"]
    told: list[tuple[Language, int, int]] = []
    prepared = prepare(faq, tmp_path / "cache", tell=lambda *heard: told.append(heard))
    assert prepared.school.matchers(prepared.shelves)[EN].learned == learned
    assert told == []
    assert not (tmp_path / "cache").exists()


@pytest.mark.usefixtures("plain")
def test_the_matcher_alone_is_kept_apart(faq: Path, tmp_path: Path) -> None:
    """Without triage other messages are held out: the result has a folder of its own, and danger is not heard."""
    bare = understanding(faq, tmp_path / "cache", has_triage=False)
    understanding(faq, tmp_path / "cache")
    names = sorted(path.name for path in (tmp_path / "cache").iterdir())
    assert [names[0] + "-matcher"] == names[1:]
    assert bare.take(Dialogue(), "i want to kill myself")[0].disposition is not Disposition.CRISIS
