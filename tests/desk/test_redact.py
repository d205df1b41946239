from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.redact import HIDDEN, LONGEST, cut, redacted
from bot.spelling import english


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("how long is a session?", "how long is a session?"),
        ("My name is Rosa Miller, call me", f"My name is {HIDDEN} call me"),
        ("my name is rosa miller", f"my name is {HIDDEN}"),
        ("John said no. I'm not sure", f"{HIDDEN} said no. I'm not sure"),
        ("I take sertraline 50mg", f"I take {HIDDEN}"),
        ("call 555-0177 or me@clinic.example", f"call {HIDDEN} or {HIDDEN}"),
        ("I can’t come on 3/4", f"I can’t come on {HIDDEN}"),
        ("at Ketter Street with Rose", f"at {HIDDEN} with {HIDDEN}"),
        ("", ""),
    ],
    ids=lambda text: text[:20],
)
def test_only_common_words_are_shown(said: str, shown: str) -> None:
    """Names, numbers, medicines and addresses are hidden; everyday words stay."""
    assert redacted(said) == shown


@given(st.text())
def test_nothing_but_common_words_gets_through(text: str) -> None:
    """Whatever is written, what is shown is one short line without a digit and without an unknown word."""
    shown = redacted(text)
    assert len(shown) <= LONGEST
    assert "\n" not in shown
    assert not any(letter.isdigit() for letter in shown)
    assert all(
        word.lower() in {*english(), "ok", "okay", *"stmd", "re", "ve", "ll"}
        for word in shown.split()
        if word.isalpha()
    )


def test_a_long_text_is_cut_with_a_mark() -> None:
    """What is left out is seen to be left out."""
    assert cut("word " * 100).endswith("…")
    assert len(cut("word " * 100)) <= LONGEST
    assert cut("two\n\nlines") == "two lines"
