"""Cut a message into the questions it asks: "is it safe, and can I drive after?" asks two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text import normalise, words

_START = (
    r"(?:how|what|whats|when|where|wheres|who|whos|why|which|is|are|do|does|did|can|could|will|would|should|may|must|am|"
    r"(?:(?:a|de|en|con|por|para|cada) )?(?:qu[eé]|qui[eé]n(?:es)?|c[oó]mo|cu[aá]ndo|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|"
    r"d[oó]nde)|puedo|puede|pueden|podr[ií]a|se puede|debo|tengo que|hay que|necesito|es|est[aá]|tienen|hacen|duele)"
)
_SENTENCE = re.compile(r"(?:[^.?!;:\n]|:(?!\s))+[.?!;:\n]*")
_JOINT = re.compile(rf"(?:,|\band\b|,\s*and\b|\balso\b|\bplus\b|\btambi[eé]n\b|\by\b)\s+(?={_START}\b)|\by\s+(?=¿)")
_OPENING = r"(?:so|and|but|ok|okay|hi|hello|hey|also|then|well|oh|y|hola|pero|bueno|pues)"
_ASKS = re.compile(rf"^\W*(?:{_OPENING}\b\W*)*{_START}\b")
_FEWEST = 2
_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One piece of a message: its written-out words, and whether it asks."""

    words: tuple[str, ...]
    is_question: bool


def questions(raw: str) -> tuple[Question, ...]:
    """Return a message's pieces in order, at most six; the whole message where it is one piece."""
    pieces = [piece for sentence in _SENTENCE.findall(normalise(raw)) for piece in _cut(sentence)]
    found = [Question(words=w, is_question=_is_question(p)) for p in pieces if (w := _spoken(p))]
    return tuple(found[:_MOST])


def _cut(sentence: str) -> list[str]:
    """Cut at "and how …", unless a piece would be too short to mean anything by itself."""
    pieces = _JOINT.split(sentence)
    if any(len(_spoken(piece)) < _FEWEST for piece in pieces):
        return [sentence]
    ending = sentence[-1] if sentence[-1] in "?!." else ""
    return [*(piece + ending for piece in pieces[:-1]), pieces[-1]]


def _spoken(piece: str) -> tuple[str, ...]:
    return tuple(word for word in words(piece) if word != ".")


def _is_question(piece: str) -> bool:
    return "?" in piece or bool(_ASKS.match(piece))
