from __future__ import annotations

import pytest

from bot.channels.web.posted import LONGEST, Posted, cleaned


def refusal(text: str) -> int | None:
    """Return the status with which a text is refused."""
    refused = Posted(client_id="id-00000001", text=text).refusal
    return refused.status_code if refused else None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain", "plain"),
        ("two\r\nlines\rthree", "two\nlines\nthree"),
        ("su\x00ic\x07ide\x1b", "suicide"),
        ("tab\there", "tab\there"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("\n\n  indented\n", "  indented"),
        ("Señora, ¿cuánto dura? 😀", "Señora, ¿cuánto dura? 😀"),
    ],
)
def test_cleaning_keeps_the_words(raw: str, text: str) -> None:
    """What no store can hold goes or is replaced; every word stays, also one that was cut up by hidden characters."""
    assert cleaned(raw) == text
    assert cleaned(text) == text
    text.encode()


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u2060", "\ufeff", "\u00ad", "\ufe0f", "\u202e"])
def test_nothing_to_read_is_hinted_at(text: str) -> None:
    """Blank and invisible texts are not stored."""
    assert refusal(text) == 422


@pytest.mark.parametrize("text", ["?", ".", "x", "988", "😀", "痛", "❤\ufe0f", "\u200bhelp"])
def test_anything_to_read_is_taken(text: str) -> None:
    """One visible character is a message."""
    assert refusal(text) is None


def test_the_longest_message() -> None:
    """Ten thousand characters are taken, one more is not: characters, not bytes."""
    assert refusal("é" * LONGEST) is None
    assert refusal("é" * (LONGEST + 1)) == 413
