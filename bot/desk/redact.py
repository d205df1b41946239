"""A patient's words with what could name somebody hidden: for places that others than staff might see.

Only common English words are let through: a name, a number, a medicine, an address is none. What is hidden is hidden
for good; whoever needs it opens the case.
"""

from __future__ import annotations

import re
from typing import Final

from bot.spelling import english

LONGEST: Final = 160
HIDDEN: Final = "▒▒▒"
_PIECE: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_EDGE: Final = '.,;:!?()"“”…'


def redacted(text: str) -> str:
    """Return the words on one line, cut, each that is not a common English one replaced by a block."""
    shown = " ".join(_shown(piece, is_first) for piece, is_first in _pieces(text))
    return cut(re.sub(rf"{HIDDEN}(?: {HIDDEN})+", HIDDEN, shown))


def cut(text: str, *, longest: int = LONGEST) -> str:
    """Return a text on one line, at most so long; where something is left out it ends with an ellipsis."""
    flat = " ".join(text[: longest * 4].split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return what stands between spaces, and whether it begins a sentence."""
    found = _PIECE.findall(text[: LONGEST * 8])
    starts = [True, *(piece[-1] in ".!?" for piece in found[:-1])]
    return list(zip(found, starts, strict=False))


def _shown(piece: str, is_first: bool) -> str:  # noqa: FBT001 - it comes out of the pair above
    word = piece.strip(_EDGE)
    return piece if _is_common(word, is_first=is_first) else HIDDEN


def _is_common(word: str, *, is_first: bool) -> bool:
    if not word:
        return True
    if not _WORD.fullmatch(word) or (word[0].isupper() and not is_first and word != "I" and not word.startswith("I'")):
        return False
    parts = re.split(r"['’]", word.lower())
    return all((part in english() and part not in _NAMES) or part in _ALSO for part in parts)


_ALSO: Final = frozenset("s t m d re ve ll ok okay".split())
"""What stands behind an apostrophe, and words that no dictionary has."""

_NAMES: Final = frozenset(
    "amber baker bill billy bob bobby carol dean frank grace hall heather hill jack jay john lee maria mark martin max "
    "mike miller nick peter quill randy ray rob roger rose sally smith terry tom tony walker wright".split()
)
"""Names that a dictionary also has as words."""
