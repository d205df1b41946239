"""`check` prints data on standard output, talks on standard error, and its exit status says how it went."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

import pytest
from click.testing import CliRunner

from bot.cli.check import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write: TypeAlias = Callable[[str | bytes], Path]

CLEAN = "entries:\n  - {id: a, question: Q, asks: [x], answer: You can go home.}\n"
FINDING = CLEAN.replace("[x]", "[x, x]")
BROKEN = CLEAN.replace("answer", "anser") + "more: 1\n"

MESSAGE = "the same phrasing as in faq.yaml:2: remove one"
PROBLEMS = [
    "faq.yaml:2:5: entries[0].answer: is missing: add `answer: …`",
    "faq.yaml:2:37: entries[0].anser: is not a known key; perhaps you meant `answer`",
    (
        "faq.yaml:3:1: more: is not a known key; known keys: "
        "canned, clinic, clinical, desk, entries, matching, offtopic, smalltalk, sources, suggested"
    ),
]


@pytest.mark.parametrize(
    ("content", "status", "out", "err"),
    [
        (CLEAN, 0, [], ["1 entry, reading grade 0.0 on average, 0.0 at most (a), 0 to mend"]),
        (
            FINDING,
            1,
            [f"faq.yaml:2:36: entries[0].asks[1]: {MESSAGE} [repeated-phrasing]"],
            ["1 entry, reading grade 0.0 on average, 0.0 at most (a), 1 to mend"],
        ),
        (BROKEN, 2, [], [*PROBLEMS, "3 problems: the file cannot be used"]),
        (
            "",
            2,
            [],
            [
                "faq.yaml: the file is empty: it needs `entries:` with at least one entry",
                "1 problem: the file cannot be used",
            ],
        ),
    ],
    ids=["clean", "finding", "unusable", "empty"],
)
def test_as_lines(write: Write, content: str, status: int, out: list[str], err: list[str]) -> None:
    """Findings are lines of output; problems of a file that cannot be used, and the summary, are talk."""
    result = CliRunner().invoke(check, [str(write(content))])

    assert result.exit_code == status
    assert result.stdout.splitlines() == out
    assert result.stderr.splitlines() == err


def test_as_json(write: Write) -> None:
    """The findings as one object, for other programs."""
    result = CliRunner().invoke(check, ["--json", str(write(FINDING))])

    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "is_usable": True,
        "digest": sha256(FINDING.encode()).hexdigest(),
        "findings": [
            {
                "rule": "repeated-phrasing",
                "path": "faq.yaml",
                "line": 2,
                "column": 36,
                "where": "entries[0].asks[1]",
                "message": MESSAGE,
            }
        ],
        "reading": {"mean": 0.0, "highest": 0.0, "hardest": "a"},
    }


def test_an_unusable_file_as_json(write: Write) -> None:
    """The problems as one object, and the same status as without it."""
    result = CliRunner().invoke(check, ["--json", str(write(BROKEN))])
    printed = json.loads(result.stdout)

    assert result.exit_code == 2
    assert printed["is_usable"] is False
    assert [(each["line"], each["column"], each["where"]) for each in printed["problems"]] == [
        (2, 5, "entries[0].answer"),
        (2, 37, "entries[0].anser"),
        (3, 1, "more"),
    ]


@pytest.mark.parametrize("arguments", [["nothing.yaml"], ["--unknown"], ["a", "b"]])
def test_wrong_usage(arguments: list[str]) -> None:
    """A missing file or a wrong option is no finding."""
    assert CliRunner().invoke(check, arguments).exit_code == 2


def test_the_file_comes_from_the_settings(write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without FILE the desk's own FAQ is checked."""
    write(CLEAN).rename(folder / "other.yaml")
    monkeypatch.setenv("FRONTDESK_FAQ", "other.yaml")

    assert CliRunner().invoke(check, []).exit_code == 0


def test_the_shipped_file_is_clean(shipped: Path) -> None:
    """What we ship has nothing to mend and reads below grade seven."""
    result = CliRunner().invoke(check, ["--json", str(shipped)])
    printed = json.loads(result.stdout)

    assert (result.exit_code, printed["findings"]) == (0, [])
    assert printed["reading"]["highest"] < 7
