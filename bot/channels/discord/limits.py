"""What Discord takes at most (its documentation, November 2026); lengths are UTF-16 units, the strictest reading."""

from __future__ import annotations

from typing import Final

MESSAGE: Final = 2_000
CUSTOM_ID: Final = 100
LABEL: Final = 80
ROW: Final = 5
BUTTONS: Final = 25
NONCE: Final = 25
POST_NAME: Final = 100
TAG_NAME: Final = 20
TAGS: Final = 20
TAGS_OF_A_POST: Final = 5
MODAL_TITLE: Final = 45
INPUT: Final = 4_000
OPTIONS: Final = 25
OPTION: Final = 100
HISTORY_PAGE: Final = 100


def size(text: str) -> int:
    """Return how long Discord takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """Return a label at most so long; where something is left out it ends with an ellipsis."""
    if size(text) <= longest:
        return text
    kept = text[: longest - 1]
    while size(kept) > longest - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
