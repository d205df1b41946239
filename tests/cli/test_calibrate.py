from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.meaning import installed
from bot.meaning.installed import LACKING
from tests.cli.parts import SMALLEST_YAML

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

YAML = """\
matching:
  max_wrong: 20
entries:
  - id: opening
    question: When do you open?
    asks: [what time do you open, opening hours, are you open at noon]
    answer: At nine.
  - id: parking
    question: Where can I park?
    asks: [is there a car park, do you have parking, what time does the car park open]
    answer: Behind the house.
"""


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    """Return a FAQ of two entries, as a file."""
    path = tmp_path / "faq.yaml"
    path.write_text(YAML)
    return path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache of its own."""
    monkeypatch.setenv("FRONTDESK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the extra out."""
    for place in ("bot.meaning.installed", "bot.cli.calibrate"):
        monkeypatch.setattr(f"{place}.is_installed", lambda: False)


def calibrate(*arguments: str) -> Result:
    """Run `calibrate`; an error that nobody foresaw fails the test."""
    return CliRunner().invoke(main, ["calibrate", *arguments], catch_exceptions=False)


def names(folder: Path) -> list[str]:
    """Return the files below a folder."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("plain")
def test_it_tells_what_the_desk_will_dare(faq: Path) -> None:
    """The report names phrasings, tiers, thresholds, shares, the budget of the file and what is confused."""
    result = calibrate(str(faq))
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "English: 8 phrasings, lexical"
    assert lines[1].endswith("messages that triage leaves to the matcher")
    assert lines[2].startswith("  thresholds: answer 0.")
    assert " of what the entries hold" in lines[3]
    assert lines[4].endswith("expected, budget 20")
    assert lines[5].startswith("    (95 %: ")
    assert lines[6].startswith("  calibration error ")
    assert lines[7] == "  most confused:"
    assert all(" x " in line and " taken for " in line for line in lines[8:])


def test_both_desks_are_told_of(faq: Path, cache: Path) -> None:
    """Where the extra is installed, the desk without it is measured too: by spelling, then by meaning as well."""
    result = calibrate(str(faq), "--no-triage")
    heads = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert heads == ["English: 8 phrasings, lexical", "English: 8 phrasings, lexical and meaning"]
    assert names(cache) == ["en-lexical-meaning.json", "en-lexical.json", "vectors.npz"]


@pytest.mark.usefixtures("plain")
def test_what_is_lacking_is_said(faq: Path) -> None:
    """Without the extra, standard error says so, and how to mend it; the report stays clean."""
    result = calibrate(str(faq))
    assert result.stderr.startswith(LACKING)
    assert LACKING not in result.stdout


@pytest.mark.usefixtures("plain")
def test_the_result_goes_to_the_cache(faq: Path, cache: Path) -> None:
    """Without --save nothing is written beside the file."""
    calibrate(str(faq))
    assert names(cache) == ["en-lexical.json"]
    assert not faq.with_name("faq.yaml.learned").exists()


def test_it_is_saved_beside_the_file(faq: Path, cache: Path) -> None:
    """With --save it lies in FILE.learned/, vectors and all, where `ask` finds it and need not learn."""
    calibrate(str(faq), "--save")
    beside = ["en-lexical-meaning.json", "en-lexical.json", "vectors.npz"]
    assert names(faq.with_name("faq.yaml.learned")) == beside
    result = CliRunner().invoke(main, ["ask", "When do you open?", "--faq", str(faq)], catch_exceptions=False)
    assert result.exit_code == 0
    assert not cache.exists()


@pytest.mark.usefixtures("plain")
def test_the_same_file_is_reported_alike(faq: Path) -> None:
    """Learning again, also over what was saved, tells the same and writes the same."""
    first = calibrate(str(faq), "--save").stdout
    kept = (faq.with_name("faq.yaml.learned") / "en-lexical.json").read_bytes()
    assert calibrate(str(faq), "--save").stdout == first
    assert (faq.with_name("faq.yaml.learned") / "en-lexical.json").read_bytes() == kept


@pytest.mark.usefixtures("plain")
def test_a_file_too_small_to_learn_from_is_told(faq: Path) -> None:
    """One entry cannot be held out: the desk is cautious, and the report says why."""
    faq.write_text(SMALLEST_YAML)
    assert calibrate(str(faq)).stdout.splitlines() == [
        "English: 3 phrasings, lexical",
        "  too little to learn from: the desk is cautious",
    ]


@pytest.mark.usefixtures("plain")
def test_the_file_of_the_settings_is_the_default(faq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without FILE the desk's own FAQ is learnt from."""
    monkeypatch.setenv("FRONTDESK_FAQ", str(faq))
    assert calibrate().stdout == calibrate(str(faq)).stdout


def test_a_file_that_cannot_be_used_ends_with_2(tmp_path: Path) -> None:
    """What is wrong with the FAQ is said as `check` says it, and nothing is learnt."""
    result = calibrate(str(tmp_path / "none.yaml"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "none.yaml" in result.stderr


def test_the_extra_is_what_it_looks_for() -> None:
    """The line about the extra names what to install."""
    assert installed.is_installed()
    assert "clinic-frontdesk[meaning]" in LACKING
