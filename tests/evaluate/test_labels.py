from __future__ import annotations

import pytest

from bot.errors import LabelsError
from bot.evaluate.labels import Ending, Label, read

GOOD = b'{"text": "hello", "expect": "smalltalk"}'


def test_a_label_holds_what_its_line_says() -> None:
    """Every field is read, what the desk does not need is passed over, and null is as good as nothing."""
    line = (
        '{"text": "¿duele?", "expect": "answer", "topics": ["side-effects"], "accept": [["how-it-is-given"]], '
        '"accept_expect": ["clarify"], "also": null, "near": ["is-it-safe"], "turns": null, "voice": "terse"}'
    )
    (label,) = read([line.encode()], "set.jsonl")
    assert label == Label(
        expect=Ending.ANSWER,
        text="¿duele?",
        topics=("side-effects",),
        accept=(("how-it-is-given",),),
        accept_expect=(Ending.CLARIFY,),
        near=("is-it-safe",),
    )
    assert label.wanted == (frozenset({"side-effects"}), frozenset({"how-it-is-given"}))
    assert label.messages == ("¿duele?",)


def test_turns_are_the_messages_where_there_are_any() -> None:
    """A dialogue is asked from its first message on; a line needs no `text` beside it."""
    (label,) = read([b'{"turns": ["hi", "and you?"], "expect": "smalltalk"}'], "set.jsonl")
    assert label.messages == ("hi", "and you?")


def test_blank_lines_and_windows_lines_are_read() -> None:
    """A byte order mark, carriage returns and blank lines change nothing."""
    assert len(read([b"\xef\xbb\xbf" + GOOD + b"\r\n", b"\r\n", b"  \n", GOOD], "set.jsonl")) == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"hello", "invalid JSON"),
        (b'["hello"]', "input should be an object"),
        (b"\xff\xfe", "invalid JSON"),
        (b'{"expect": "crisis"}', 'no message: write "text" or "turns"'),
        (b'{"text": "hello"}', "`expect`: field required"),
        (b'{"text": "hello", "expect": "handoff"}', "`expect`: input should be 'crisis', 'emergency', 'clinical', "),
        (b'{"text": "hello", "expect": "clarify"}', '`expect`: "clarify" is never the one right ending'),
        (b'{"text": "hello", "expect": "answer"}', '`topics`: an "answer" names the entries'),
        (b'{"text": "hello", "expect": "answer", "topics": "how-fast"}', "`topics`: input should be a valid "),
        (b'{"text": "hello", "expect": "desk", "accept_expect": ["handoff"]}', "`accept_expect.0`: input should be "),
        (b'{"text": " ", "expect": "crisis"}', "`text`: string should match pattern"),
        (b'{"text": "' + b"x" * 10_001 + b'", "expect": "crisis"}', "`text`: string should have at most 10000 char"),
        (b'{"text": "a", "turns": ["a", ""], "expect": "crisis"}', "`turns.1`: string should have at least 1 char"),
    ],
)
def test_a_line_that_is_no_label_is_named(line: bytes, told: str) -> None:
    """The error names the set, the line and the field, and says what should stand there."""
    with pytest.raises(LabelsError) as caught:
        read([GOOD, b"", line], "set.jsonl")
    assert str(caught.value).startswith(f"set.jsonl:3: {told}")


def test_every_bad_line_is_named_at_once() -> None:
    """One line of the error for each line that is wrong, in order, without the message's words."""
    with pytest.raises(LabelsError) as caught:
        read([b'{"text": "canary"}', GOOD, b'{"text": "canary", "expect": "canary"}'], "set.jsonl")
    places = [line.split(": ")[0] for line in str(caught.value).splitlines()]
    assert places == ["set.jsonl:1", "set.jsonl:3"]
    assert "canary" not in str(caught.value)


def test_an_empty_set_measures_nothing() -> None:
    """A set without a message is an error, not a perfect score."""
    with pytest.raises(LabelsError, match=r"set\.jsonl:1: the set is empty"):
        read([b"\n"], "set.jsonl")
