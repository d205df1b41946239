"""Loading the lexicon: values that cannot change, and every problem at once with its file, its line and its mend."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from bot.errors import ConfigurationError
from bot.model import Concern
from bot.triage.lexicon import load
from bot.triage.shipped import FOLDER, shipped

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = """\
about: for a test
classes:
  want: [want, wish]
families:
  - id: crisis.test
    concern: crisis
    topic: a-topic
    why: a test
    phrases:
      - <want> to die
    unless:
      - i do not <want> to die
    fires_on: [one, two, three]
    silent_on: [four]
"""


def lexicon_of(folder: Path, **files: str) -> Path:
    """Write files of a lexicon; return their folder."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the lexicon of a folder."""
    with pytest.raises(ConfigurationError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def test_a_family_is_loaded_with_everything_it_says(tmp_path: Path) -> None:
    """Id, concern, topic and examples are kept as the file has them."""
    (family,) = load(lexicon_of(tmp_path, a=FAMILY)).families
    assert (family.id, family.concern, family.topic) == ("crisis.test", Concern.CRISIS, "a-topic")
    assert (len(family.phrases), len(family.unless)) == (1, 1)
    assert family.fires_on == ("one", "two", "three")


def test_the_vocabulary_is_every_word_that_phrases_spell_out(tmp_path: Path) -> None:
    """Words of phrases, of their classes and of the harmless readings are known to the speller."""
    assert {"want", "wish", "die", "not"} <= load(lexicon_of(tmp_path, a=FAMILY)).vocabulary


def test_the_digest_follows_every_byte(tmp_path: Path) -> None:
    """The same files have the same digest; one changed byte has another."""
    before = load(lexicon_of(tmp_path, a=FAMILY)).digest
    assert load(tmp_path).digest == before
    assert load(lexicon_of(tmp_path, a=FAMILY + "# a comment\n")).digest != before


def test_a_class_serves_the_families_of_every_file(tmp_path: Path) -> None:
    """A family may use a class that stands in another file, also one that comes later."""
    other = FAMILY.replace("crisis.test", "crisis.other").replace("classes:\n  want: [want, wish]\n", "")
    assert len(load(lexicon_of(tmp_path, a=other, b=FAMILY)).families) == 2


@pytest.mark.parametrize(
    ("found", "written", "problem"),
    [
        (
            "<want> to die\n    unless",
            "<wish> to die\n    unless",
            "a.yaml:10: `<wish> to die`: no class is called <wish>",
        ),
        ("<want> to die\n    unless", "(want to die\n    unless", "a.yaml:10: `(want to die`: '(' is never closed"),
        ("concern: crisis", "concern: worry", "a.yaml:6: `families.0.concern`: input should be 'crisis'"),
        ("    why: a test\n", "", "a.yaml:5: `families.0.why`: field required"),
        ("[one, two, three]", "[one, two]", "a.yaml:13: `families.0.fires_on`: list should have at least 3 items"),
        ("why: a test", "whi: a test", "a.yaml:8: `families.0.whi`: extra inputs are not permitted"),
        ("id: crisis.test", "id: Crisis", "a.yaml:5: `families.0.id`: string should match pattern"),
        ("want: [want, wish]", "want: [<want>, wish]", "class <want> cannot be used; it names itself"),
        ("want: [want, wish]", "want: [want, '(wish']", "a.yaml:3: class `want`: '(' is never closed"),
        ("to die\n    unless", "to die $$\n    unless", "a.yaml:9: crisis may not depend on $$; use $"),
        ("about: for a test", "about: *x", "a.yaml:1:"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_mend(tmp_path: Path, found: str, written: str, problem: str) -> None:
    """Each kind of mistake names the file, the line and what to do."""
    text = FAMILY.replace(found, written)
    assert any(problem in line for line in problems(lexicon_of(tmp_path, a=text)))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Two files with two mistakes give all of them in one go."""
    wrong = FAMILY.replace("<want> to die\n    unless", "(die\n    unless").replace("concern: crisis", "concern: no")
    told = problems(
        lexicon_of(tmp_path, a=FAMILY.replace("<want> to die\n    unless", "<no> die\n    unless"), b=wrong)
    )
    assert len(told) == 2
    assert told[0].startswith("b.yaml:6")
    assert told[1].startswith("a.yaml:10")


@pytest.mark.parametrize("other", ["crisis.test", "crisis.else"])
def test_ids_and_class_names_are_unique(tmp_path: Path, other: str) -> None:
    """The same class in two files is a problem, and so is the same family id."""
    told = problems(lexicon_of(tmp_path, a=FAMILY, b=FAMILY.replace("crisis.test", other)))
    assert any("class `want` is there twice" in line for line in told)
    assert any("`crisis.test` is there twice" in line for line in told) == (other == "crisis.test")


def test_a_file_is_short_enough_to_find_things_in() -> None:
    """One file, one subject: no file of the lexicon is longer than four hundred lines."""
    assert [path.name for path in FOLDER.glob("*.yaml") if path.read_text().count("\n") > 400] == []


def test_loading_leaves_the_garbage_collector_on() -> None:
    """The pause that starting takes from collecting ends with it."""
    shipped.cache_clear()
    shipped()
    assert gc.isenabled()
