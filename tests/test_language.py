from __future__ import annotations

import pytest

from bot.language import detect
from bot.model import Language


@pytest.mark.parametrize(
    "text", ["¿cuánto dura la sesión?", "es seguro el tratamiento", "no quiero vivir", "hola, buenos días", "¿y eso?"]
)
def test_spanish_is_told(text: str) -> None:
    """Small words and the inverted mark tell Spanish."""
    assert detect(text) is Language.SPANISH


@pytest.mark.parametrize("text", ["how long is it", "no", "ok", "", "ich will nicht", "is la clinica open today"])
def test_everything_else_is_answered_in_english(text: str) -> None:
    """English, other languages and what cannot be told."""
    assert detect(text) is Language.ENGLISH
