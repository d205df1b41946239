"""What is written after a full stop or a line end takes nothing back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.said import BESIDES, CLINICAL, CRISES, EMERGENCIES
from tests.properties.severity import Severity, severity

if TYPE_CHECKING:
    from bot.understanding import Understanding

HEARD = {
    **dict.fromkeys(CRISES, Severity.CRISIS),
    **dict.fromkeys(EMERGENCIES, Severity.EMERGENCY),
    **dict.fromkeys(CLINICAL, Severity.CLINICAL),
}
ENDS = (". ", "\n", "! ", "? ", ".\n\n")
WORDS = sorted({word for text in (*HEARD, *BESIDES) for word in text.split()})
ADDITIONS = st.one_of(
    st.sampled_from(BESIDES[:-1]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(BESIDES[:-1]), st.text(max_size=20)), min_size=2, max_size=4).map("\n".join),
)

# Clinical statements that a rule must hear, since the matcher would pass them over beside a question.
SHORT = (("many milligrams", ". How long is a session?"),)


def ended(message: str, end: str) -> str:
    """Return the message with another end than its own: two full stops would be an ellipsis."""
    return message.rstrip(".!? ") + end


@pytest.mark.parametrize(("message", "heard"), HEARD.items())
def test_the_messages_are_heard(desk: Understanding, message: str, heard: Severity) -> None:
    """Each message by itself is taken for what it is, or for more."""
    assert severity(desk, message) >= heard


@pytest.mark.parametrize(("message", "heard"), HEARD.items())
def test_ordinary_text_takes_nothing_back(desk: Understanding, message: str, heard: Severity) -> None:
    """Neither thanks, a joke, a denial, a question nor a long story afterwards makes it less."""
    texts = [ended(message, ENDS[number % 2]) + more for number, more in enumerate(BESIDES)]
    assert [text for text in texts if severity(desk, text) < heard] == []


@given(message=st.sampled_from(tuple(HEARD)), end=st.sampled_from(ENDS), more=ADDITIONS)
@settings(max_examples=400)
def test_no_text_takes_anything_back(desk: Understanding, message: str, end: str, more: str) -> None:
    """Whatever comes afterwards: words in any order, or characters that no keyboard has."""
    assert severity(desk, ended(message, end) + more) >= HEARD[message]


@pytest.mark.parametrize(("message", "more"), SHORT)
def test_a_short_clinical_statement_is_kept_too(desk: Understanding, message: str, more: str) -> None:
    """Text beside a few clinical words takes nothing back either."""
    assert severity(desk, message + more) >= severity(desk, message)
