"""What the matcher would make of messages it has not read, seen from the FAQ alone.

Phrasings that are held out play patients who ask what the FAQ holds: those of the file itself the usual ones, those of
its folder of phrasings, which are there because nobody thinks of them, the unusual ones. Phrasings whose whole target
is held out play those who ask what it does not hold, though close to it; everyday questions (bot/data/background*.txt)
play those who ask something else altogether. Those that are not held out are read beside the FAQ's phrasings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

from bot.match.ranker import Ranker
from bot.match.tier import OUTSIDE, Phrasing
from bot.model import Language
from bot.text import spoken, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.match.ranker import Found
    from bot.match.tier import Tier

_FOLDS = 10
_GROUPS = 4
_MOST_READ = 48_000
_MOST_ASKED = 1_500
_MOST_MISSING = 500
FEWEST_TARGETS = 2


class Origin(StrEnum):
    """Whom a held-out message plays."""

    ASKED = "asked"
    MISSING = "missing"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A held-out message: who it plays, what was found for it, what it asks for (None: nothing here).

    `is_own`: it stood in the FAQ's file itself, among the best ways to ask.
    """

    text: str
    origin: Origin
    found: Found
    target: str | None
    is_own: bool = True


@lru_cache(maxsize=len(Language))
def background(language: Language) -> tuple[str, ...]:
    """Return the everyday questions of a language that no FAQ is expected to hold."""
    name = "background-es.txt" if language is Language.SPANISH else "background.txt"
    return tuple((files("bot.data") / name).read_text(encoding="utf-8").splitlines())


def outside(everyday: Sequence[str], most: int) -> tuple[Phrasing, ...]:
    """Return everyday questions as phrasings of no target, no more than the FAQ has phrasings."""
    return tuple(_sample([Phrasing(target=OUTSIDE, text=text) for text in everyday], most))


def crossfit(
    phrasings: Sequence[Phrasing],
    tiers: Sequence[Tier],
    everyday: Sequence[str],
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Seen]:
    """Rank held-out messages by matchers that have not read them.

    `everyday` asks for nothing that the FAQ holds; `tell` hears how many of all steps are done.
    """
    read = _sample(phrasings, _MOST_READ)
    targets = sorted({p.target for p in read}, key=_spread)
    if len(targets) < FEWEST_TARGETS:
        return []
    groups = min(_GROUPS, len(targets))
    steps = _FOLDS + groups
    found: list[Seen] = []
    for fold in range(_FOLDS):
        tell(fold, steps)
        kept, held = _split(read, [_spread(f"{p.target} {p.text}") % _FOLDS == fold for p in read])
        asked = [p for is_own in (True, False) for p in _sample(_of(held, is_own=is_own), _MOST_ASKED // _FOLDS)]
        known, new = _split(outside(everyday, len(everyday)), [_spread(text) % _FOLDS == fold for text in everyday])
        found += _seen((*kept, *outside([p.text for p in known], len(phrasings))), (*asked, *new), tiers, read)
    for group in range(groups):
        tell(_FOLDS + group, steps)
        gone = frozenset(targets[group::groups])
        kept, held = _split(read, [p.target in gone for p in read])
        missing = _sample(_of(held, is_own=True), _MOST_MISSING // groups)
        found += _seen((*kept, *outside(everyday, len(phrasings))), missing, tiers, read, are_missing=True)
    tell(steps, steps)
    return found


def _seen(
    kept: Sequence[Phrasing],
    held: Sequence[Phrasing],
    tiers: Sequence[Tier],
    read: Sequence[Phrasing],
    *,
    are_missing: bool = False,
) -> Iterator[Seen]:
    if all(phrasing.target == OUTSIDE for phrasing in kept):
        return
    ranker = Ranker(kept, tiers, read)
    for one in held:
        origin = Origin.MISSING if are_missing else Origin.ASKED if one.target else Origin.BACKGROUND
        target = one.target if origin is Origin.ASKED else None
        found = ranker.find(spoken(words(one.text)))
        yield Seen(text=one.text, origin=origin, found=found, target=target, is_own=one.is_own)


def _of(phrasings: Sequence[Phrasing], *, is_own: bool) -> list[Phrasing]:
    return [p for p in phrasings if p.is_own is is_own]


def _split(phrasings: Sequence[Phrasing], is_held: Sequence[bool]) -> tuple[list[Phrasing], list[Phrasing]]:
    pairs = list(zip(phrasings, is_held, strict=True))
    return [p for p, out in pairs if not out], [p for p, out in pairs if out]


def _sample(phrasings: Sequence[Phrasing], most: int) -> list[Phrasing]:
    """Return at most so many, chosen by hash, in their order."""
    if len(phrasings) <= most:
        return list(phrasings)
    chosen = sorted(range(len(phrasings)), key=lambda n: (_spread(phrasings[n].text + "."), n))[:most]
    return [phrasings[n] for n in sorted(chosen)]


def _spread(text: str) -> int:
    return crc32(text.encode())
