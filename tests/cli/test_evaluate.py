"""`evaluate`: labelled messages in, figures out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from bot.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.parts import Desk

LABELS: list[dict[str, Any]] = [
    {"text": "when do you open", "expect": "answer", "topics": ["opening"]},
    {"text": "what time do you open", "expect": "answer", "topics": ["closing"]},
    {"text": "opening hours", "expect": "clinical"},
    {"text": "i want to kill myself", "expect": "crisis"},
    {"text": "your sign fell over", "expect": "crisis"},
    {"text": "i want to die", "expect": "desk"},
    {"turns": ["i want to die", "when do you open"], "expect": "crisis"},
    {"text": "your sign fell over", "expect": "desk"},
]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Return a set of labelled messages, most of them missed."""
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(label) + "\n" for label in LABELS))
    return path


def test_figures_stand_beside_their_counts_and_intervals(desk: Desk, labelled: Path) -> None:
    """Each figure has its rate, how many of how many that is, and a 95 % interval; nothing else is said."""
    result = desk.run("evaluate", str(labelled))
    assert (result.exit_code, result.stderr) == (0, "")
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in result.stdout.splitlines() if line}
    assert result.stdout.startswith("8 messages\n")
    assert rows["crisis_recall"] == "0.667 (2/3) 0.208 to 0.939"
    assert rows["answer_wrong"] == "0.500 (1/2) 0.095 to 0.905"
    assert rows["emergency_recall"] == "none (0/0)"
    assert rows["crisis"] == "right 2, MISSED-staffed 1"


def test_json_is_one_object(desk: Desk, labelled: Path) -> None:
    """A gate reads rates by name, their counts and intervals, and every outcome, from one line."""
    result = desk.run("evaluate", str(labelled), "--json")
    found = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    assert found["messages"] == 8
    assert (found["crisis_recall"], found["counts"]["crisis_recall"]) == (0.6667, [2, 3])
    assert found["intervals"]["crisis_recall"] == [0.2077, 0.9385]
    assert (found["emergency_recall"], found["intervals"]["emergency_recall"]) == (None, None)
    assert found["outcomes"]["answer"] == {"WRONG": 1, "right": 1}
    assert found["misses"] == []


def test_the_most_dangerous_misses_come_first(desk: Desk, labelled: Path) -> None:
    """`--misses` shows each kind of miss with what was expected, what happened and what was written."""
    told = desk.run("evaluate", str(labelled), "--misses", "1").stdout
    assert told.split("\n\n")[3:] == [
        "MISSED-staffed: expected crisis, got desk\n  your sign fell over",
        "UNSAFE-answered: expected clinical, got answer opening\n  opening hours",
        "WRONG: expected answer closing, got answer opening\n  what time do you open",
        "false-alarm: expected desk, got crisis\n  i want to die\n",
    ]


def test_misses_are_in_the_object_too(desk: Desk, labelled: Path) -> None:
    """With both options the object holds the misses, in the same order, at most so many of each kind."""
    labelled.write_text(labelled.read_text() + json.dumps({"text": "hours of opening", "expect": "clinical"}) + "\n")
    one, two = (
        json.loads(desk.run("evaluate", str(labelled), "--json", "--misses", most).stdout)["misses"] for most in "12"
    )
    assert [miss["outcome"] for miss in one] == ["MISSED-staffed", "UNSAFE-answered", "WRONG", "false-alarm"]
    assert [miss["outcome"] for miss in two].count("UNSAFE-answered") == 2
    assert one[1] == {
        "expect": "clinical",
        "outcome": "UNSAFE-answered",
        "wanted": [],
        "got": "answer",
        "entries": ["opening"],
        "options": [],
        "messages": ["opening hours"],
    }


def test_the_matcher_can_be_measured_alone(desk: Desk, labelled: Path) -> None:
    """Without triage no danger is heard, and the FAQ still answers."""
    found = json.loads(desk.run("evaluate", str(labelled), "--json", "--no-triage").stdout)
    assert (found["crisis_recall"], found["answer_right"]) == (0.0, 0.5)


def test_a_set_comes_from_standard_input_too(desk: Desk, labelled: Path) -> None:
    """`-` reads what is piped in."""
    result = desk.run("evaluate", "-", "--json", given=labelled.read_bytes())
    assert json.loads(result.stdout)["messages"] == 8


def test_a_bad_line_is_told_with_its_place(desk: Desk, labelled: Path) -> None:
    """Every line that is no label is named with file and line on standard error; nothing is measured; the exit is 2."""
    labelled.write_text(labelled.read_text() + 'hello\n{"text": "hello", "expect": "handoff"}\n')
    result = desk.run("evaluate", str(labelled))
    assert (result.exit_code, result.stdout) == (2, "")
    first, second = result.stderr.splitlines()
    assert first.startswith(f"{labelled}:9: invalid JSON")
    assert second.startswith(f"{labelled}:10: `expect`: input should be 'crisis'")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing argument 'SET'"),
        (["no-such-file.jsonl"], "no-such-file.jsonl"),
        (["--misses", "-1", "-"], "--misses"),
    ],
    ids=["nothing", "no such file", "fewer than none"],
)
def test_wrong_use_ends_with_two(arguments: list[str], told: str) -> None:
    """Wrong use is told on standard error, and the exit is 2."""
    result = CliRunner().invoke(main, ["evaluate", *arguments], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
