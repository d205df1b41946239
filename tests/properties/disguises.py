"""Ways in which people hide words from machines, on purpose or by their keyboard."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Disguise = Callable[[str, Random], str]

_CYRILLIC = str.maketrans("aceiopxysABCEHKMOPTX", "асеіорхуѕАВСЕНКМОРТХ")
_GREEK = str.maketrans("aoivt", "αοιντ")
_DIGITS = str.maketrans("aeios", "43105")
_SIGNS = str.maketrans("ais", "@!$")
_SMALL_CAPITALS = str.maketrans("abcdegilnoprtu", "ᴀʙᴄᴅᴇɢɪʟɴᴏᴘʀᴛᴜ")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u202e"
_MARKS = "\u0301\u0308\u0323\u0336"
_SHORT = 2


def _by_word(change: Callable[[str], str], text: str) -> str:
    """Change each word that is long enough to be hidden."""
    return " ".join(change(word) if len(word) > _SHORT and word.isalpha() else word for word in text.split())


def _longest(change: Callable[[str], str], text: str) -> str:
    longest = max(reversed(text.split()), key=len)
    return text.replace(longest, change(longest), 1)


def _sometimes(random: Random, change: Callable[[str], str], text: str) -> str:
    """Change about every third letter."""
    return "".join(change(letter) if letter.isalpha() and random.random() < 0.3 else letter for letter in text)


def _wide(letter: str) -> str:
    return chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter


def _bold(letter: str) -> str:
    return chr(ord(letter) - ord("a") + 0x1D41A) if "a" <= letter <= "z" else letter


def _circled(letter: str) -> str:
    return chr(ord(letter) - ord("a") + 0x24D0) if "a" <= letter <= "z" else letter


def _inside(table: dict[int, int], word: str) -> str:
    return word[0] + word[1:-1].translate(table) + word[-1]


def _stretched(word: str) -> str:
    return re.sub(r"([aeiou])(?=[^aeiou]*$)", r"\1\1\1\1", word)


DISGUISES: dict[str, Disguise] = {
    "upper case": lambda text, _: text.upper(),
    "title case": lambda text, _: text.title(),
    "mixed case": lambda text, random: _sometimes(random, str.upper, text),
    "invisible characters between all letters": lambda text, _: "\u200b".join(text),
    "invisible characters": lambda text, random: _sometimes(random, lambda c: c + random.choice(_INVISIBLE), text),
    "accents": lambda text, random: _sometimes(random, lambda c: c + random.choice(_MARKS), text),
    "struck through": lambda text, _: "".join(letter + "\u0336" for letter in text),
    "Cyrillic letters": lambda text, _: text.translate(_CYRILLIC),
    "a few Cyrillic letters": lambda text, random: _sometimes(random, lambda c: c.translate(_CYRILLIC), text),
    "Greek letters": lambda text, _: text.translate(_GREEK),
    "full width": lambda text, _: "".join(map(_wide, text)),
    "mathematical letters": lambda text, _: "".join(map(_bold, text)),
    "digits inside words": lambda text, _: _by_word(partial(_inside, _DIGITS), text),
    "a digit first": lambda text, _: _by_word(lambda word: word[0].translate(_DIGITS) + word[1:], text),
    "signs inside words": lambda text, _: _by_word(partial(_inside, _SIGNS), text),
    "blanks in the longest word": lambda text, _: _longest(" ".join, text),
    "dots in the longest word": lambda text, _: _longest(".".join, text),
    "dashes in the longest word": lambda text, _: _longest("-".join, text),
    "underscores between letters": lambda text, _: _by_word("_".join, text),
    "blanks and tabs between words": lambda text, _: text.replace(" ", "  \t "),
    "no-break blanks": lambda text, _: text.replace(" ", "\u00a0"),
    "line ends around": lambda text, _: f"\n\n {text} \n",
    "commas between words": lambda text, _: text.replace(" ", ", "),
    "dots between words": lambda text, _: text.replace(" ", "... "),
    "stars around": lambda text, _: f"**{text}**",
    "stars between words": lambda text, _: text.replace(" ", " * "),
    "stars inside words": lambda text, _: _by_word(lambda word: f"{word[0]}*{word[1:]}", text),
    "stretched vowels": lambda text, _: _by_word(_stretched, text),
    "quotes and brackets": lambda text, _: f"(“{text}”)",
    "shouting": lambda text, _: f"{text}!!!!???",
    "emoji around": lambda text, _: f"😭😭 {text} 😭",
    "letters in circles": lambda text, _: "".join(map(_circled, text)),
    "a plus for a t": lambda text, _: _by_word(lambda word: word.replace("t", "+"), text),
    "hashtags": lambda text, _: _by_word(lambda word: f"#{word}", text),
    "underscores for blanks": lambda text, _: text.replace(" ", "_"),
    "dashes for blanks": lambda text, _: text.replace(" ", "-"),
    "slashes for blanks": lambda text, _: text.replace(" ", "/"),
    "written from the right": lambda text, _: f"\u202e{text}\u202c",
    "a full stop after every word": lambda text, _: text.replace(" ", ". "),
    "every word on its own line": lambda text, _: text.replace(" ", "\n"),
    "emoji between words": lambda text, _: text.replace(" ", " 😭 "),
    "every letter spaced": lambda text, _: " ".join(text.replace(" ", "")),
    "every letter spaced, words further": lambda text, _: "  ".join(" ".join(word) for word in text.split()),
    "every letter of longer words spaced": lambda text, _: _by_word(" ".join, text),
    "no blanks": lambda text, _: text.replace(" ", ""),
    "a sign last": lambda text, _: _by_word(lambda word: word[:-1] + word[-1].replace("l", "|"), text),
    "small capitals": lambda text, _: text.translate(_SMALL_CAPITALS),
    "grapheme joiners": lambda text, _: "\u034f".join(text),
    "rare variation selectors": lambda text, _: "\U000e0101".join(text),
    "Hangul fillers": lambda text, _: "\u3164".join(text),
}
"""Disguises through which the desk sees."""
