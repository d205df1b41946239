"""`chat`, as a program that pipes a conversation into it sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.parts import Desk

PROMPT = "\nyou> "


def turns(desk: Desk, *messages: str) -> list[str]:
    """Return what is printed before the first prompt and after each."""
    result = desk.run("chat", given="".join(message + "\n" for message in messages))
    assert (result.exit_code, result.stderr) == (0, "")
    return [turn.strip() for turn in result.stdout.split(PROMPT)]


def test_the_greeting_comes_first(desk: Desk) -> None:
    """Before anything is asked the desk says that it is automated and not for emergencies, and ends with the input."""
    greeting, end = turns(desk)
    assert "automated" in greeting
    assert "not for emergencies" in greeting
    assert "988" in greeting
    assert end == ""


def test_every_message_gets_its_reply(desk: Desk) -> None:
    """Replies come in order, word for word, and nothing of an answered question goes to staff."""
    _, first, second, end = turns(desk, "when do you open", "what time do you open")
    assert first == second == "At nine.\n\n[sample content, not clinically reviewed]"
    assert end == ""


def test_what_staff_would_get_is_shown_beside(desk: Desk) -> None:
    """A hand-off shows its queue, a crisis that it would be paged, and both which rule asked for it."""
    _, handoff, crisis, _ = turns(desk, "your sign fell over", "i want to die")
    assert handoff.splitlines()[-1] == "[staff] routine · queue unknown · no rule"
    assert crisis.splitlines()[-1].startswith("[staff] paged · queue clinical · crisis.")
    assert "988" in crisis


def test_it_is_one_conversation(desk: Desk) -> None:
    """After a crisis every further message is one."""
    _, _, after, _ = turns(desk, "i want to die", "when do you open")
    assert "At nine." not in after
    assert "[staff] paged" in after


def test_an_empty_line_ends_it(desk: Desk) -> None:
    """What comes after an empty line is not read."""
    assert len(turns(desk, "when do you open", "", "when do you open")) == 3


def test_replies_are_left_whole_for_a_program(desk: Desk) -> None:
    """No line is broken at a width that only a terminal has."""
    greeting, _ = turns(desk)
    assert max(map(len, greeting.splitlines())) > 120


def test_a_message_that_is_too_long_is_asked_for_again(desk: Desk) -> None:
    """Its length is told, nothing of it is answered, and the conversation goes on, however often that happens."""
    *_, told, answer, end = turns(desk, *["x" * 10_001] * 1_200, "when do you open")
    assert told == "That has 10001 characters; at most 10000 are read. Please shorten it."
    assert answer.startswith("At nine.")
    assert end == ""


@pytest.mark.parametrize("text", [b"\xff\xfe when do you open\n", b":smile: [bold]when do you open[/bold]\n"])
def test_odd_bytes_and_markup_are_text(desk: Desk, text: bytes) -> None:
    """Bytes that are no UTF-8, and what looks like markup of the terminal, end nothing."""
    result = desk.run("chat", given=text)
    assert result.exit_code == 0
    assert result.stdout.count(PROMPT) == 2
