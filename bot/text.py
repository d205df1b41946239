"""What triage and matching read: a raw message made canonical. Pure, deterministic, linear in the text's length.

`normalise` keeps the text readable (one line, folded, straight quotes) and is idempotent; `readings` goes further and
gives the canonical strings that phrases are looked for in: blank-separated words, padded by blanks, "." for a
sentence end. There are several, because disguises contradict each other ("1" is "i" in "1 want to d1e" and a number
in "1 pill"): a phrase found in any of them counts, so a disguise can only add readings, never take one away.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING

from bot.shorthand import APOSTROPHE_ONLY, SLASHED, TORN, UNITS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CHARACTERS = 10_000
"""Longest message that is accepted (contract: Length)."""

# A phrase is written without these: one reading without them hears it, and a second one could only mistake it.
_SPANISH_MARKS = frozenset("áéíóúñ¿¡")
_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201b": "'", "`": "'", "\u00b4": "'", "\u201c": '"', "\u201d": '"'}
)
# Letters of other scripts that look like Latin ones (Unicode's confusables, as keyboards and copied texts give them).
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁһԛԝьαβεικνορτυχγωɑɡıℓøđłᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abekmhopctyxijsdhqwbabeikvoptuxywagilodlabcdefghijklmnoprstuvwyz",
)
_LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "|": "l"}
)
_LEET_L = {**_LEET, ord("1"): "l", ord("!"): "l"}
_LEET_WORD = re.compile(r"(?<!\S)(?=\S{0,40}[a-z])[\w@$!|'\-]*(?:[^\W_]|[$|])(?![\w@$|])")
_COUNTED = re.compile(r"\d*(?:1st|2nd|3rd|\dth)|\d+(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")")
_PLUS = re.compile(r"(?<=[^\W\d_])\+|\+(?=[^\W\d_])")
_LEET_ALONE = {"1": "i", "2": "to", "4": "for"}
_LEET_SIGNS = frozenset({*map(chr, _LEET), *_LEET_ALONE})
_CENSORED = re.compile(r"(?<=[^\W\d_])[*#_~+=^]+(?=[^\W\d_])")
_SPACED = re.compile(r"(?<![\w'])(?:[^\W\d_][ .\-_*/]{1,2}){2,80}[^\W\d_](?![\w'])")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SLASHED = re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, SLASHED)) + r")(?!\w)")
_GLUED_UNIT = re.compile(r"([\d\u00b7]+)(" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")")
_ELLIPSIS = re.compile(r"\.{2,}|\u2026")
_TOKEN = re.compile(r"[^\W_]+(?:['\u00b7][^\W_]+)*|[.?!;\n]+|[^\w\s,'\"()\[\]{}<>:/\\\-+*&%#@$^=~|`.?!;¿¡«»—–•·]")
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_JOINERS = frozenset("\u034f\u180b\u180c\u180d")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_CHOPPED = 3
_SHORT = 300
_LETTERS = re.compile("([A-Za-z ]*)([.?!]?)")
_END = re.compile(r"[.?!;\n]+")
_TORN_SECOND = frozenset(second for _, second in TORN)


def normalise(raw: str) -> str:
    """Fold a message: NFKC, no format or control characters, straight quotes, casefolded, single blanks. Idempotent."""
    text = unicodedata.normalize("NFKC", raw).translate(_QUOTES).casefold()
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii() or not text.isprintable():
        text = "".join(map(_visible, text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(character: str) -> str:
    match unicodedata.category(character):
        case "Cf" | "Co" | "Cn" | "Cs" | "Me":
            return ""
        case "Cc":
            return character if character == "\n" else " "
        case "Mn" if character in _JOINERS or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100":
            return ""
        case _:
            return "" if character in _FILLERS else character


def words(text: str) -> tuple[str, ...]:
    """Split one message into its written-out words; sentence ends are the word "."."""
    return _split_before(text) if len(text) <= _SHORT else _split(text)


def _split(text: str) -> tuple[str, ...]:
    plain = _LETTERS.fullmatch(text)
    if not plain:
        return _canonical_of(normalise(text))
    found = _of_letters(plain[1].lower())
    return (*found, ".") if plain[2] else found


@lru_cache(maxsize=65_536)
def _split_before(text: str) -> tuple[str, ...]:
    """Split a short text, once: each phrasing of a FAQ is split by all that read it. Words are shared among texts."""
    return tuple(map(intern, _split(text)))


def forget() -> None:
    """Let go of the texts that were split: once a FAQ is read and learnt, nobody splits its phrasings again."""
    _split_before.cache_clear()
    _token.cache_clear()


def readings(raw: str) -> tuple[str, ...]:
    """Return the message's canonical strings, the plain one first, without repeats."""
    plain = normalise(raw)
    bare = without_accents(plain)
    accented = () if _SPANISH_MARKS.issuperset(c for c in plain if not c.isascii()) else (plain,)
    masked = dict.fromkeys(_CENSORED.sub("", text) for text in (bare, _PLUS.sub("t", bare)))
    disguised = (_undisguised(text, letters) for text in masked for letters in (r"\1\1", r"\1"))
    texts = dict.fromkeys((*accented, bare, *chain.from_iterable(disguised)))
    canonical = dict.fromkeys(map(_canonical_of, texts))
    return tuple(dict.fromkeys(padded(tokens) for tokens in chain.from_iterable(map(_gathered, canonical))))


def _undisguised(text: str, letters: str) -> Iterator[str]:
    """Yield a text beside what it says where digits stand for letters, and where letters stand apart.

    `letters` is what becomes of a letter that stands three times or more: two in "killll", one in "dieee".
    """
    short = _STRETCHED.sub(letters, text)
    spelled = (_spell_leet(short, letters_of) for letters_of in (_LEET, _LEET_L))
    for variant in dict.fromkeys((short, *spelled)):
        yield variant
        yield _STRETCHED.sub(letters, _join_spaced(variant))


def _gathered(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the words, and the same without what parts them: pictures, and full stops after about every word."""
    yield words
    plain = tuple(word for word in words if word == "." or word[0].isalnum())
    ends = plain.count(".")
    is_chopped = ends >= _CHOPPED and len(plain) <= 3 * ends
    yield tuple(word for word in plain if word != ".") if is_chopped else plain


def padded(tokens: tuple[str, ...]) -> str:
    """Return words as the string that phrases are looked for in."""
    return " " + " ".join(tokens) + " "


def spoken(tokens: Iterable[str]) -> tuple[str, ...]:
    """Return words without the sentence ends between them."""
    return tuple(word for word in tokens if word != ".")


def sentences(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Split words at sentence ends; no sentence is empty."""
    text = " ".join(tokens)
    parts = (tuple(part.split()) for part in text.split(" . "))
    return tuple(kept for part in parts if (kept := tuple(w for w in part if w != ".")))


def without_accents(text: str) -> str:
    """Return a text with plain letters: no accents, and look-alikes from other scripts as the Latin ones."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LOOKALIKES)


def _spell_leet(text: str, letters_of: dict[int, str]) -> str:
    if _LEET_SIGNS.isdisjoint(text):
        return text
    letters = _LEET_WORD.sub(lambda found: _spell_word(found.group(), letters_of), text)
    return " ".join(_LEET_ALONE.get(word, word) for word in letters.split(" "))


def _spell_word(word: str, letters_of: dict[int, str]) -> str:
    """Read digits and signs as letters, but for numbers with what they count ("45min", "2nd")."""
    return word if _COUNTED.fullmatch(word) else word.translate(letters_of)


def _join_spaced(text: str) -> str:
    return _SPACED.sub(lambda found: re.sub(r"[ .\-_*/]", "", found.group()), text)


def _canonical_of(text: str) -> tuple[str, ...]:
    """Return the canonical words; only short texts are remembered, so that memory stays small."""
    return _remembered(text) if len(text) <= _SHORT else _canonical(text)


def _canonical(text: str) -> tuple[str, ...]:
    slashed = _SLASHED.sub(lambda found: SLASHED[found.group()], text)
    marked = _ELLIPSIS.sub(" ", _DECIMAL.sub("\u00b7", slashed))
    return _mend_torn(tuple(chain.from_iterable(map(_token, _TOKEN.findall(marked)))))


_remembered = lru_cache(maxsize=1024)(_canonical)


def _of_letters(text: str) -> tuple[str, ...]:
    """Return the canonical words of letters and blanks alone, as most phrasings and phrases are: a shorter way."""
    return _mend_torn(tuple(" ".join([WORDS.get(word, word) for word in text.split()]).split()))


@lru_cache(maxsize=16_384)
def _token(token: str) -> tuple[str, ...]:
    if _END.fullmatch(token):
        return (".",)
    if token in APOSTROPHE_ONLY:
        return tuple(APOSTROPHE_ONLY[token].split())
    bare = token.replace("'", "")
    if bare in WORDS:
        return tuple(WORDS[bare].split())
    glued = _GLUED_UNIT.fullmatch(bare)
    if glued:
        return (glued[1].replace("\u00b7", "."), *UNITS[glued[2]].split())
    return (token.removesuffix("'s").replace("'", "").replace("\u00b7", "."),)


def _mend_torn(tokens: tuple[str, ...]) -> tuple[str, ...]:
    if _TORN_SECOND.isdisjoint(tokens):
        return tokens
    mended: list[str] = []
    for token in tokens:
        whole = TORN.get((mended[-1], token)) if mended else None
        if whole:
            mended[-1] = whole
        else:
            mended.append(token)
    return tuple(mended)
