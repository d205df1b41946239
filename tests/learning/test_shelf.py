from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.learning.lesson import key_of, name_of
from bot.learning.shelf import VECTORS, Shelf
from bot.match.tier import Phrasing
from bot.model import Language
from tests.learning.parts import LEARNED, LESSON, SPELLING, Notes
from tests.match.parts import Parrot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.match.learn import Lesson

FILE = "en-lexical-meaning.json"
KEY = key_of(LESSON, "triage")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return a shelf on which the lesson lies."""
    found = Shelf(folder=tmp_path / "learned", memory=Notes())
    assert found.write(LESSON, KEY, LEARNED)
    return found


def notes(shelf: Shelf) -> Notes:
    """Return the shelf's memory."""
    assert isinstance(shelf.memory, Notes)
    return shelf.memory


def test_what_was_put_there_is_found(shelf: Shelf) -> None:
    """The same lesson is read back as it was written, report and all, and its vectors are taken over."""
    assert shelf.read(LESSON, KEY) == LEARNED
    assert notes(shelf).loaded == ["vectors of 4"]
    assert sorted(path.name for path in shelf.folder.iterdir()) == [FILE, VECTORS]


def test_an_empty_shelf_holds_nothing(tmp_path: Path) -> None:
    """A folder that is not there is passed over."""
    assert Shelf(folder=tmp_path / "none", memory=Notes()).read(LESSON, KEY) is None


def test_what_is_stale_is_passed_over_but_its_vectors_serve(shelf: Shelf) -> None:
    """What was learnt of something else is not used; vectors of texts stay right whatever is learnt of them."""
    assert shelf.read(LESSON, "another key") is None
    assert notes(shelf).loaded == ["vectors of 4"]


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _foreign(path: Path) -> None:
    path.write_text('{"key": "mine"}')


def _no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_torn, _foreign, _no_text, _empty, _folder])
def test_a_file_that_is_no_lesson_is_passed_over(shelf: Shelf, spoil: Callable[[Path], None]) -> None:
    """Torn, foreign and broken files are as if they were not there."""
    spoil(shelf.folder / FILE)
    assert shelf.read(LESSON, KEY) is None
    assert notes(shelf).loaded == []


def test_vectors_whose_hash_does_not_fit_are_not_taken_over(shelf: Shelf) -> None:
    """Vectors of another version do not enter the memory; what was learnt is still right."""
    (shelf.folder / VECTORS).write_text("others")
    assert shelf.read(LESSON, KEY) == LEARNED
    assert notes(shelf).loaded == []


def test_a_lesson_whose_vectors_are_gone_is_passed_over(shelf: Shelf) -> None:
    """Half a shelf is none."""
    (shelf.folder / VECTORS).unlink()
    assert shelf.read(LESSON, KEY) is None


def test_vectors_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    """Even where the hash fits, a file that holds no vectors does not stop the desk."""
    shelf = Shelf(folder=tmp_path, memory=Notes())
    shelf.write(LESSON, KEY, LEARNED)
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    pinned = (tmp_path / FILE).read_text().split('"vectors": "')
    (tmp_path / FILE).write_text(f'{pinned[0]}"vectors": "{nothing}"}}')
    (tmp_path / VECTORS).write_bytes(b"")
    assert shelf.read(LESSON, KEY) is None


@pytest.mark.parametrize(
    ("lesson", "memory"),
    [(replace(LESSON, tiers=SPELLING), Notes()), (LESSON, None)],
    ids=["one tier", "no memory"],
)
def test_spelling_needs_no_vectors(tmp_path: Path, lesson: Lesson, memory: Notes | None) -> None:
    """Where nothing is compared by meaning, no vectors are written."""
    shelf = Shelf(folder=tmp_path / "learned", memory=memory)
    assert shelf.write(lesson, KEY, LEARNED)
    assert shelf.read(lesson, KEY) == LEARNED
    assert [path.name for path in shelf.folder.iterdir()] == [f"{name_of(lesson)}.json"]


def test_the_last_one_written_counts(shelf: Shelf) -> None:
    """What is learnt anew stands in place of what lay there."""
    anew = replace(LEARNED, report=None)
    assert shelf.write(LESSON, "key", anew)
    assert shelf.read(LESSON, "key") == anew
    assert shelf.read(LESSON, KEY) is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Where the folder cannot be made the desk goes on, and whoever asked hears that nothing is kept."""
    (tmp_path / "file").write_text("in the way")
    shelf = Shelf(folder=tmp_path / "file" / "learned", memory=Notes())
    assert not shelf.write(LESSON, KEY, LEARNED)
    assert shelf.read(LESSON, KEY) is None


@pytest.mark.parametrize(("most", "left"), [(2, ["cache3", "new"]), (0, ["cache1", "cache2", "cache3", "new"])])
def test_old_folders_go(tmp_path: Path, most: int, left: list[str]) -> None:
    """Of the folders beside the new one only the newest stay, files stay whatever their age; 0 leaves all alone."""
    (tmp_path / "README").write_text("a file")
    for age in (1, 2, 3):
        folder = tmp_path / f"cache{age}"
        folder.mkdir()
        (folder / "lesson").write_text("{}")
        os.utime(folder, (age * 1_000_000, age * 1_000_000))
    assert Shelf(folder=tmp_path / "new", most=most).write(LESSON, KEY, LEARNED)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README", *left]


def test_a_lesson_is_named_by_its_language_and_tiers() -> None:
    """The name holds no hash: a new version of a model is kept in the same place."""
    assert name_of(LESSON) == "en-lexical-meaning"
    assert name_of(replace(LESSON, language=Language.SPANISH, tiers=SPELLING)) == "es-lexical"


@pytest.mark.parametrize(
    "other",
    [
        replace(LESSON, max_wrong=6.0),
        replace(LESSON, tiers=SPELLING),
        replace(LESSON, tiers=(*SPELLING, Parrot(name="meaning:other"))),
        replace(LESSON, phrasings=LESSON.phrasings[:1]),
        replace(LESSON, phrasings=(*LESSON.phrasings[:1], Phrasing(target="a", text="where to"))),
        replace(LESSON, phrasings=LESSON.phrasings[::-1]),
    ],
    ids=["budget", "tiers", "model", "fewer phrasings", "another target", "another order"],
)
def test_the_key_changes_with_all_that_is_learnt_from(other: Lesson) -> None:
    """Another budget, model or phrasing is another lesson."""
    assert key_of(other, "triage") != KEY


def test_the_key_changes_with_triage_and_not_with_anything_else() -> None:
    """What goes ahead of the matcher counts; the same lesson has the same key."""
    assert key_of(LESSON, "other triage") != KEY
    assert key_of(replace(LESSON), "triage") == KEY
