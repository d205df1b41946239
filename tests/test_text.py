from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import normalise, readings, sentences, words


@given(st.text(max_size=300))
def test_normalising_twice_is_once(raw: str) -> None:
    """What is normal stays as it is."""
    assert normalise(normalise(raw)) == normalise(raw)


@given(st.text(max_size=300))
def test_every_text_has_a_reading(raw: str) -> None:
    """Any text can be read, and each reading is padded so that phrases fit."""
    found = readings(raw)
    assert found
    assert all(reading.startswith(" ") and reading.endswith(" ") for reading in found)


@pytest.mark.parametrize(
    ("raw", "written_out"),
    [
        ("I'm done, I can't", "i am done i cannot"),
        ("dont u dare", "do not you dare"),
        ("I’ll come — we're late", "i will come we are late"),
        ("i will be ill", "i will be ill"),
        ("wanna go 2.5 hrs", "want to go 2.5 hours"),
        ("my doctor's office", "my doctor office"),
        ("i hurt my self", "i hurt myself"),
        ("who'd know, there'd be nobody", "who would know there would be nobody"),
        ("half-hour visit", "half hour visit"),
        ("72f on 50mg, 45min ago, 2.5mg at 9am", "72 f on 50 mg 45 minutes ago 2.5 mg at 9 am"),
        ("my mom is 88yo", "my mom is 88 year old"),
        ("cnt do this nemore w/o her b/c i h8 my lyf", "cannot do this anymore without her because i hate my life"),
        ("gna tell evry1 ne1 sum1 4ever", "going to tell everyone anyone someone forever"),
        ("w/ the 3rd ar15 in 4k", "with the 3rd ar15 in 4k"),
    ],
)
def test_words_are_written_out(raw: str, written_out: str) -> None:
    """Contractions, text-message spellings and torn words become whole words; numbers stay."""
    assert " ".join(words(raw)) == written_out


@pytest.mark.parametrize(
    "disguised",
    [
        "I WANT TO DIE",
        "i w\u200bant to d\u200bie",
        "i want to d!e",
        "1 want 2 d1e",
        "i w4nt to di3",
        "i want to d.i.e",
        "i want to d i e",
        "і wаnt tо dіе",
        "\uff49 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff44\uff49\uff45",
        "i want to d*ie",
        "i  want\tto  die",
        "i wánt to díe",
        "i want to dieee",
        "iii waaaant tooo d1eeee",
        "i want to d i e e e",
        "i wan+ +o die",
        "ɪ ᴡᴀɴᴛ ᴛᴏ ᴅɪᴇ",
        "i w\u034fant to d\U000e0101i\u3164e",
        "i 😭 want 😭 to 😭 die",
        "i. want. to. die.",
        "i\nwant\nto\ndie",
    ],
)
def test_a_disguise_is_seen_through(disguised: str) -> None:
    """Zero-width characters, look-alike letters, digits for letters, dots and blanks hide nothing."""
    assert any(" i want to die " in reading for reading in readings(disguised))


def test_the_plain_reading_comes_first() -> None:
    """Numbers stay numbers in the first reading, whatever the others make of them."""
    assert readings("in 2 weeks, 45 min")[0] == " in 2 weeks 45 minutes "


@given(st.text("abcikmnotuyAIKMT .?", max_size=40))
def test_plain_letters_need_no_longer_way(raw: str) -> None:
    """Letters and blanks alone, and a sentence end after them, give what they give beside a mark that says nothing."""
    assert words(raw) == words(f"({raw})")


@pytest.mark.parametrize("disguised", ["5uicide", "suicida|", "$uicide", "su1cide"])
def test_a_digit_or_a_sign_at_the_edge_hides_no_word(disguised: str) -> None:
    """Digits and signs for letters are seen at the beginning and at the end of a word too."""
    assert any(" suicid" in reading for reading in readings(disguised))


def test_sentences_split_at_their_ends() -> None:
    """Sentence ends separate, an ellipsis does not."""
    assert sentences(words("Hi... there. Is it safe? ok")) == (("hi", "there"), ("is", "it", "safe"), ("ok",))


@pytest.mark.parametrize("unit", ["a ", "!", "a!", "1a", "..a", "'a", "*a", "a.", "\u200b", "\u0301", "\ufdfa"])
def test_long_texts_are_read_in_linear_time(unit: str) -> None:
    """Sixty-four thousand characters of any pattern come back; a super-linear expression would run into the timeout."""
    assert readings((unit * 64_000)[:64_000])
