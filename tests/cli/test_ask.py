"""`ask` with one message, and what it says when it cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.understanding import Understanding
from tests.cli.parts import SMALLEST_JSON, Desk

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def ask(*arguments: str) -> Result:
    """Run `ask`; an error that nobody foresaw fails the test."""
    return CliRunner().invoke(main, ["ask", *arguments], catch_exceptions=False)


def test_a_message_gets_the_reply_as_a_patient_reads_it(desk: Desk) -> None:
    """The answer's text stands on standard output, word for word, and nothing else anywhere."""
    result = desk.run("ask", "when do you open")
    assert result.exit_code == 0
    assert result.stdout == "At nine.\n\n[sample content, not clinically reviewed]\n"
    assert result.stderr == ""


def test_json_is_as_good_as_yaml(tmp_path: Path) -> None:
    """The same FAQ written as JSON gives the same reply."""
    path = tmp_path / "other.json"
    path.write_text(SMALLEST_JSON)
    assert Desk(faq=path).run("ask", "when do you open").stdout.startswith("At nine.\n")


def test_phrasings_beside_the_file_count(desk: Desk, faq: Path) -> None:
    """More phrasings of an entry, one a line in a file by its id, are matched like those in the FAQ."""
    folder = faq.with_name(faq.name + ".d")
    folder.mkdir()
    (folder / "opening.txt").write_text("at what hour is the shutter raised\n")
    assert desk.answers("at what hour is the shutter raised")[0]["entries"] == ["opening"]


def test_a_crisis_is_heard_whatever_the_faq_is(desk: Desk) -> None:
    """Danger is never left to the FAQ: the crisis lines come first, also at another business."""
    result = desk.run("ask", "i want to kill myself")
    assert "988" in result.stdout
    assert "At nine." not in result.stdout


def test_explain_tells_why(desk: Desk) -> None:
    """Beside the reply stand the decision, signals, thresholds and ranked entries with their probabilities."""
    crisis = desk.run("ask", "--explain", "i want to kill myself").stdout
    answer = desk.run("ask", "--explain", "when do you open").stdout
    assert "\ndecision: crisis, queue clinical\nsignals: crisis." in crisis
    assert "\ndecision: answer\nsignals: none\nanswered: opening\noffered: nothing\nthresholds: answer 0." in answer
    probability, name = answer.splitlines()[-1].split()
    assert name == "opening"
    assert 0 < float(probability) <= 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the text is blank: write a message\n"),
        (" \t ", "the text is blank: write a message\n"),
        ("x" * 10_001, "the text has 10001 characters: at most 10000 are read\n"),
        ("\udcff", "the text holds what no text can: a NUL, or half of a character\n"),
    ],
    ids=["empty", "blank", "too long", "bytes that are no UTF-8"],
)
def test_a_message_that_cannot_be_read_is_named(desk: Desk, text: str, problem: str) -> None:
    """What is wrong stands on standard error, and the exit is 1."""
    result = desk.run("ask", text)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", problem)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give one message, or --jsonl FILE"),
        (["hello", "--jsonl", "-"], "give one message, or --jsonl FILE"),
        (["hello", "there"], "unexpected extra argument"),
        (["--jsonl", "no-such-file.jsonl"], "no-such-file.jsonl"),
        (["--jsonl", "."], "Is a directory"),
        (["--frob"], "--frob"),
    ],
    ids=["nothing", "both", "two messages", "no such file", "a folder", "no such option"],
)
def test_wrong_use_ends_with_two(arguments: list[str], told: str) -> None:
    """Wrong use is told on standard error, with the way to the help, and the exit is 2."""
    result = ask(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert "--help" in result.stderr


def test_every_problem_of_the_faq_has_its_line(tmp_path: Path) -> None:
    """A FAQ that cannot be used gives one line a problem, with its place, exit 2 and no stack trace."""
    path = tmp_path / "faq.yaml"
    path.write_text("entries:\n  - id: one two\n    question: Why?\n    anwser: So.\n")
    result = ask("hello", "--faq", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"{path}:") and line.split(":")[1].isdigit() for line in lines)


@pytest.mark.parametrize(
    ("name", "told"),
    [("nowhere.yaml", "there is no such file"), (".", "is a folder"), ("empty.yaml", "the file is empty")],
)
def test_a_faq_that_is_not_there_is_named(tmp_path: Path, name: str, told: str) -> None:
    """A path that leads to no FAQ gives one line that says so, and exit 2."""
    (tmp_path / "empty.yaml").touch()
    result = ask("hello", "--faq", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_broken_desk_hands_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody foresaw gives what the patient would get, a person and the crisis lines; it is logged by name."""

    def fail(*_: object) -> None:
        raise RuntimeError("secret-canary")

    monkeypatch.setattr(Understanding, "take", fail)
    result = desk.run("ask", "secret-canary")
    assert result.exit_code == 0
    assert "988" in result.stdout
    assert "message.failed" in result.stderr
    assert "RuntimeError" in result.stderr
    assert "secret-canary" not in result.output
