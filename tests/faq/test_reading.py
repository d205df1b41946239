"""The reading grade measures sentences and words, not the subject."""

from __future__ import annotations

import pytest

from bot.faq.reading import ease, grade


def test_the_grade_is_the_formula() -> None:
    """Two sentences of five words, eleven syllables in all: 0.39 x 5 + 11.8 x 1.1 - 15.59."""
    assert grade("The nurse will stay here. You rest in the garden.") == pytest.approx(0.39 * 5 + 11.8 * 1.1 - 15.59)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("time", 1),
        ("table", 2),
        ("people", 2),
        ("helped", 1),
        ("needed", 2),
        ("places", 2),
        ("rules", 1),
        ("safely", 2),
        ("someone", 2),
        ("every", 2),
        ("radio", 3),
        ("session", 2),
        ("special", 2),
        ("serious", 3),
        ("patient", 2),
        ("science", 2),
        ("quiet", 2),
        ("idea", 3),
        ("being", 2),
        ("create", 2),
        ("evaluation", 5),
        ("medication", 4),
        ("dissociation", 5),
        ("the", 1),
        ("don't", 1),
        ("45", 1),
        ("ketamine", 2),
        ("antidepressants", 2),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, syllables: int) -> None:
    """Silent letters do not count, split vowels do, and the subject's own words count as two."""
    assert grade(word) == pytest.approx(0.39 + 11.8 * syllables - 15.59)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("One two. Three four.", "One two! Three four?"),
        ("One two. Three four.", "One two\n\nThree four"),
        ("One two. Three four.", "- One two\n- Three four"),
        ("One two. Three four.", "1. One two\n2. Three four"),
        ("One two. Three four.", "**One two.** Three four."),
        ("One two. Three four.", "“One two.” Three four."),
        ("One two three four.", "One two\nthree four."),
        ("It takes 45 minutes.", "It takes 4.5 minutes."),
    ],
)
def test_sentences_end_where_a_reader_pauses(text: str, same: str) -> None:
    """Marks, blank lines and list items end a sentence; a wrapped line or a decimal point does not."""
    assert grade(text) == pytest.approx(grade(same))


@pytest.mark.parametrize("text", ["", "...", "\n\n", "—"])
def test_a_text_without_words_has_grade_zero(text: str) -> None:
    """Nothing to read is not hard to read."""
    assert grade(text) == 0


def test_plain_and_official_language_are_apart() -> None:
    """What a child can read grades low, what an office writes grades high."""
    plain = "You sit in a chair. A nurse stays with you. You can go home the same day."
    official = "Subsequent to administration, individuals are recommended to arrange alternative transportation."

    assert grade(plain) < 3
    assert grade(official) > 14


def test_the_ease_is_the_formula() -> None:
    """Two Spanish sentences of four words, twelve syllables in all: 206.835 - 62.3 x 1.5 - 4."""
    assert ease("Usted se queda aquí. No se va aún.") == pytest.approx(206.835 - 62.3 * 12 / 8 - 4)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("muy", 1),
        ("ciudad", 2),
        ("día", 2),
        ("quien", 1),
        ("guitarra", 3),
        ("leer", 2),
        ("país", 2),
        ("idioma", 3),
        ("y", 1),
        ("mayo", 2),
        ("pingüino", 3),
        ("Evaluación", 4),
        ("45", 1),
    ],
)
def test_spanish_syllables_are_counted_as_spoken(word: str, syllables: int) -> None:
    """Two weak vowels, or a weak and a strong one, are one syllable; an accent parts them."""
    assert ease(word) == pytest.approx(206.835 - 62.3 * syllables - 1)


@pytest.mark.parametrize("text", ["", "...", "—"])
def test_a_text_without_words_is_easy(text: str) -> None:
    """Nothing to read is easy to read."""
    assert ease(text) == 100
