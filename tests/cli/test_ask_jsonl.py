"""`ask --jsonl`: one object a line, in order, whatever the lines hold."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.cli.parts import ROOT, Answer, Desk, parsed, process

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [
    "text", "disposition", "queue", "entries", "options", "confidence", "ranked", "escalates", "reply", "signals", "ms",
]  # fmt: skip
DISPOSITIONS = {"crisis", "emergency", "handoff", "answer", "clarify", "smalltalk", "offtopic"}
QUEUES = {"clinical", "billing", "scheduling", "records", "person", "unknown"}

BAD_LINES = {
    "not JSON": "how long is a session",
    "half of an object": '{"text": "hello"',
    "a list": '["hello"]',
    "a word": '"hello"',
    "null": "null",
    "blank": "   ",
    "empty": "",
    "no text": "{}",
    "other keys": '{"message": "hello"}',
    "text is null": '{"text": null}',
    "text is a number": '{"text": 5}',
    "text is a list": '{"text": ["hello"]}',
    "text is empty": '{"text": ""}',
    "text is blank": '{"text": " \\n\\u00a0"}',
    "over 10,000 characters": json.dumps({"text": "x" * 10_001}),
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "half of a character": '{"text": "hello \\ud800"}',
    "NUL": '{"text": "hello \\u0000"}',
    "no turns": '{"turns": []}',
    "turns are a text": '{"turns": "hello"}',
    "turns are null": '{"turns": null}',
    "a turn is a number": '{"turns": ["hello", 5]}',
    "an earlier turn is blank": '{"turns": ["", "hello"]}',
    "nested without end": "[" * 100_000,
    "a number without end": '{"text": ' + "9" * 10_000 + "}",
}

HARD_TEXTS = {
    "one emoji": "\N{SLEEPING FACE}",
    "joined emoji": "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}" * 20,
    "right to left": "\u05db\u05de\u05d4 \u05d6\u05de\u05df \u05d6\u05d4 \u05dc\u05d5\u05e7\u05d7",
    "overridden direction": "\u202ewhen do you open\u202c",
    "zero width": "\u200b\u200d\u2060\ufeff",
    "marks alone": "\u0301" * 50,
    "HTML": "<script>alert('x')</script><b>when do you open?</b>",
    "line separators": "when\u2028do\u2029you\x85open",
    "control characters": "when \x07do\x1b[31m you\x7f open",
    "only punctuation": "?!?!...",
    "one long word": "a" * 1_999,
    "2,001 characters": ("tell me about your opening hours " * 70)[:2_001],
    "10,000 characters": ("tell me about your opening hours " * 400)[:10_000],
    "10,000 characters without a blank": "ab" * 5_000,
    "10,000 letters that fold into many": "\ufdfa" * 10_000,
}


def check_shape(answer: Answer) -> None:
    """Fail unless the object is what the contract says, value by value."""
    assert list(answer) == KEYS
    assert answer["disposition"] in DISPOSITIONS
    assert (answer["queue"] in QUEUES) if answer["disposition"] == "handoff" else answer["queue"] is None
    assert answer["escalates"] is (answer["disposition"] in {"crisis", "emergency", "handoff"})
    assert bool(answer["entries"]) >= (answer["disposition"] == "answer")
    assert bool(answer["options"]) is (answer["disposition"] == "clarify")
    assert 0 <= answer["confidence"] <= 1
    assert len(answer["ranked"]) <= 5
    assert all(isinstance(name, str) and 0 <= probability <= 1 for name, probability in answer["ranked"])
    assert all(isinstance(signal, str) for signal in answer["signals"])
    assert isinstance(answer["reply"], str)
    assert answer["reply"]
    assert answer["ms"] > 0


def same(answers: list[Answer]) -> list[Answer]:
    """Return the answers without the time they took, which is the one thing that may differ."""
    return [answer | {"ms": None} for answer in answers]


def test_an_answer_holds_every_key_in_order(desk: Desk) -> None:
    """A line's object has the contract's keys, in its order, with the answer's text in the reply."""
    (answer,) = desk.answers("when do you open")
    check_shape(answer)
    assert answer["text"] == "when do you open"
    assert answer["disposition"] == "answer"
    assert answer["entries"] == ["opening"]
    assert answer["ranked"][0][0] == "opening"
    assert answer["reply"].startswith("At nine.")


def test_lines_are_answered_in_order_and_nothing_else_is_printed(desk: Desk, tmp_path: Path) -> None:
    """A file gives as many objects as it has lines, in its order; nothing is said beside them; the exit is 0."""
    texts = [f"when do you open on day {number}" for number in range(50)]
    path = tmp_path / "messages.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    result = desk.run("ask", "--jsonl", str(path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert [answer["text"] for answer in parsed(result.stdout)] == texts


def test_the_last_line_needs_no_end(desk: Desk) -> None:
    """A file whose last line has no line end is read whole, and an empty file gives nothing."""
    assert len(parsed(desk.run("ask", "--jsonl", "-", given='{"text": "hello"}').stdout)) == 1
    result = desk.run("ask", "--jsonl", "-", given="")
    assert (result.exit_code, result.output) == (0, "")


def test_files_of_windows_are_read(desk: Desk) -> None:
    """A byte order mark at the start and carriage returns at the ends of lines change nothing."""
    marked, plain = desk.lines(b'\xef\xbb\xbf{"text": "when do you open"}\r', '{"text": "when do you open"}')
    assert marked | {"ms": 0} == plain | {"ms": 0}


def test_turns_are_one_conversation(desk: Desk) -> None:
    """The result is the last message's, read with those before it: after a crisis every message stays one."""
    after, alone = desk.lines('{"turns": ["i want to die", "when do you open"]}', '{"turns": ["when do you open"]}')
    assert (after["text"], after["disposition"], after["queue"]) == ("when do you open", "crisis", None)
    assert (after["entries"], after["escalates"]) == ([], True)
    assert "At nine." not in after["reply"]
    assert (alone["disposition"], alone["entries"]) == ("answer", ["opening"])


def test_lines_know_nothing_of_each_other(desk: Desk) -> None:
    """A crisis in one line leaves the next line as it is alone."""
    crisis, answer = desk.answers("i want to die", "when do you open")
    assert (crisis["disposition"], answer["disposition"]) == ("crisis", "answer")


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_has_an_error_and_the_others_go_on(desk: Desk, line: str | bytes) -> None:
    """Its object has every key, all null, and "error"; the lines around it are answered; the exit is 1."""
    good, raw = b'{"text": "when do you open"}\n', line if isinstance(line, bytes) else line.encode()
    result = desk.run("ask", "--jsonl", "-", given=good + raw + b"\n" + good)
    before, bad, after = parsed(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert list(bad) == [*KEYS, "error"]
    assert all(bad[key] is None for key in KEYS)
    assert bad["error"]
    assert [before["entries"], after["entries"]] == [["opening"], ["opening"]]


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_every_text_gets_a_valid_object(desk: Desk, text: str) -> None:
    """Whatever a person or a machine types ends in one disposition, and comes back as it was."""
    (answer,) = desk.answers(text)
    check_shape(answer)
    assert answer["text"] == text


def test_a_long_message_is_handed_off_not_matched(desk: Desk) -> None:
    """Over 2,000 characters a person reads it, however well its beginning fits an entry."""
    short, long = desk.answers("when do you open", ("when do you open? " * 200)[:2_001])
    assert short["disposition"] == "answer"
    assert (long["disposition"], long["queue"], long["entries"]) == ("handoff", "unknown", [])


@pytest.mark.parametrize("length", [2_001, 5_000, 10_000])
def test_a_long_message_is_triaged_whole(desk: Desk, length: int) -> None:
    """A cry for help in the last words of a long message is a crisis."""
    cry = " and i want to kill myself"
    story = ("we drove to the lake and had bread and cheese, it was a fine day. " * 200)[: length - len(cry)]
    (answer,) = desk.answers(story + cry)
    assert len(answer["text"]) == length
    assert (answer["disposition"], answer["escalates"]) == ("crisis", True)


def test_without_triage_only_the_matcher_is_left(desk: Desk) -> None:
    """`--no-triage` leaves an answer, a question back, or a hand-off to `unknown`: no rule, no word list."""
    texts = ("when do you open", "i want to kill myself", "hello", "i cannot breathe", "can i take lithium", "pizza")
    answers = desk.answers(*texts, arguments=["--no-triage"])
    assert [answer["disposition"] for answer in answers] == ["answer", *["handoff"] * 5]
    assert {answer["queue"] for answer in answers[1:]} == {"unknown"}
    assert all(answer["signals"] == [] for answer in answers)


WITH_TOPICS = """
entries:
  - {id: length, question: How long is a session?, asks: [session length], answer: An hour.}
  - {id: number, question: How many sessions are there?, asks: [number of sessions, how many times], answer: Six.}
desk:
  - {id: cost, question: What does it cost?, asks: [price], line: A person answers., queue: billing}
clinical:
  - {id: pregnancy, question: Can I take it while pregnant?, asks: [pregnant]}
smalltalk:
  - {id: greeting, question: Hello, asks: [hi], line: Hello.}
offtopic:
  - {id: weather, question: What is the weather?, asks: [will it rain], line: I know the clinic only.}
"""


def test_without_triage_a_faq_has_no_topics(tmp_path: Path) -> None:
    """The FAQ's desk, clinical, smalltalk and off-topic lines are off with the rest of triage."""
    (tmp_path / "faq.yaml").write_text(WITH_TOPICS)
    texts = (
        "how long is a session", "i want to die", "hello", "thanks", "what does it cost", "sessions",
        "can i take it while pregnant", "what is the weather", "let me talk to a person", "i have chest pain",
    )  # fmt: skip
    given = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    ask = ("ask", "--jsonl", "-", "--no-triage", "--faq", str(tmp_path / "faq.yaml"))
    answers = parsed(process(*ask, given=given.encode()).stdout.decode())
    found = {(answer["disposition"], answer["queue"]) for answer in answers}
    assert len(answers) == len(texts)
    assert {("answer", None), ("handoff", "unknown")} <= found
    assert found <= {("answer", None), ("clarify", None), ("handoff", "unknown")}
    assert all(answer["signals"] == [] for answer in answers)


def test_only_the_time_makes_a_difference() -> None:
    """At one and the same time every reply is the same, also those that say when the office opens."""
    shipped = Desk(faq=ROOT / "faq.yaml")
    texts = ("how long is a session", "hello", "do you take my insurance", "is it ok with my heart condition")
    with time_machine.travel(datetime(2026, 11, 22, 17, tzinfo=UTC), tick=False):
        first, second = (same(shipped.answers(*texts)) for _ in range(2))
    assert first == second
    assert any("Monday" in answer["reply"] for answer in first)


def test_a_reader_that_stops_ends_it_silently(faq: Path) -> None:
    """`… | head -1` gets its line; nothing is said about the pipe that closed."""
    command = f"{sys.executable} -m bot ask --faq {faq} --jsonl - | head -1"
    given = '{"text": "when do you open"}\n' * 5_000
    ended = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, input=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert [answer["entries"] for answer in parsed(ended.stdout)] == [["opening"]]
    assert ended.stderr == ""
