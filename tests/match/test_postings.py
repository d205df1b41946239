from __future__ import annotations

import pytest

from bot.match.postings import Postings

POSTINGS = Postings([("often", "rare") if text % 50 == 0 else ("often",) for text in range(500)])


@pytest.mark.parametrize("term", ["often", "rare"])
@pytest.mark.parametrize("texts", [{0, 7, 100, 499}, set(range(0, 500, 3))], ids=["few", "many"])
def test_those_among_some_texts_that_hold_a_term(term: str, texts: set[int]) -> None:
    """Whether a term is in most texts or in few, the same texts are found as by going through all of them."""
    number = POSTINGS.number(term)
    assert number is not None
    held = POSTINGS.among(texts, number)
    assert held == {text for text in texts if number in POSTINGS.of(text)}
    assert held


def test_an_unknown_term_has_no_number() -> None:
    """Neither a stem that no text holds nor a pair that never stood together is a term."""
    assert POSTINGS.number("never") is None
    assert POSTINGS.number("rare_often") is None
