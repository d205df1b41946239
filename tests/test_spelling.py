from __future__ import annotations

import pytest

from bot.spelling import Speller, english

SPELLER = Speller("kill me myself die suicide ketamine infusion anymore cancellation drug here".split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" i wnat to edn my life ", " i want to end my life "),
        (" ketamin infusin ", " ketamine infusion "),
        (" iwanttodie ", " i want to die "),
        (" dotn stop ", " do not stop "),
        (" ireallydonotwanttobehereanymore ", " i really do not want to be here anymore "),
        (" su1cide sucide ", " su1cide suicide "),
        (" what cancelatoin fee ", " what cancellation fee "),
        (" killll meee pleeease soooo bad ", " kill me please so bad "),
        (" nooooooooooooooooooooooooooo diee ", " no die "),
    ],
)
def test_typos_are_repaired(typed: str, meant: str) -> None:
    """Swapped, lost, doubled and stretched letters and glued words become the desk's own or common words."""
    assert SPELLER.repair(typed) == meant


@pytest.mark.parametrize("right", [" my cannula is peripheral ", " we dye wool ", " 12 . 3 ", " мне плохо ", " 😀 "])
def test_words_are_left_alone(right: str) -> None:
    """English words, numbers, other scripts and emoji are never repaired."""
    assert SPELLER.repair(right) == right


def test_words_of_another_language_are_guarded() -> None:
    """A word that is guarded is left alone and is nothing that a typo is repaired to."""
    speller = Speller(["caros", "suicide"], guarded=["carros", "suicida"])
    assert speller.repair(" venden carros ") == " venden carros "
    assert speller.repair(" caross suicidee ") == " caros suicide "


def test_sentence_ends_survive_repair() -> None:
    """A repaired reading keeps its sentence ends."""
    assert SPELLER.repair(" kil it . ketamin ") == " kill it . ketamine "


def test_the_word_list_counts() -> None:
    """The guarded words know how common they are."""
    assert english()["the"] > english()["infusions"] >= 0
