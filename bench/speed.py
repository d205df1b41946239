"""One process's measure of speed: milliseconds of a scan, a decision and a ranking, as one line of JSON.

python -m bench.speed COUNT MESSAGES meaning|spelling warm|new

Every text is taken once, and a scan of the same text stands beside it: neither a cache nor a busy machine helps one.
A warm desk has taken some two hundred other messages before, a new one none: it compiles each phrase of the lexicon
when a message first comes near to it.
"""

from __future__ import annotations

import json
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from bench.phrasings import faq, messages, some
from bot.hearing import Hearing
from bot.match import Matcher
from bot.match.learn import untaught
from bot.match.lexical import LexicalTier
from bot.meaning import installed
from bot.meaning.encoder import DIMENSIONS
from bot.meaning.memory import Memory
from bot.meaning.ready import encoder
from bot.meaning.tier import MeaningTier
from bot.model import Dialogue, Language
from bot.text import words
from bot.triage.shipped import shipped
from bot.understanding import Understanding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bot.match.tier import Phrasing, Tier

ROUNDS = 5


class Filled(Memory):
    """Holds random vectors: a comparison takes as long with them, and encoding 100,000 phrasings takes minutes."""

    def vectors(self, texts: Sequence[str], tell: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Return vectors of length one, the same for as many texts."""
        del tell
        drawn = np.random.default_rng(len(texts)).standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)

    def head(self, key: str, train: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return a head of the right shape."""
        del key, train
        return np.zeros((DIMENSIONS + 1, len(faq().items)), dtype=np.float32)


def matcher(phrasings: Sequence[Phrasing], *, has_meaning: bool) -> Matcher:
    """Return a matcher that was taught nothing: what it takes does not depend on that."""
    tiers: tuple[Tier, ...] = (LexicalTier(language=Language.ENGLISH),)
    if has_meaning:
        tiers = (*tiers, MeaningTier(Filled(encoder())))
    return Matcher(phrasings, tiers, untaught(tiers))


def measure(count: int, asked: int, *, has_meaning: bool, is_warm: bool) -> dict[str, float]:
    """Return the medians over the rounds, in milliseconds and as ratios to a scan."""
    phrasings = some(count)
    ranker = matcher(phrasings, has_meaning=has_meaning)
    hearing = Hearing(faq(), shipped(installed.danger() if has_meaning else None))
    empty = Matcher((), (), ranker.learned)
    desk = Understanding(faq(), hearing, {Language.ENGLISH: ranker, Language.SPANISH: empty})
    scan = _scan([phrasing.text for phrasing in phrasings])
    said, others = messages()[:asked], messages()[asked:]
    desk.take(Dialogue(), others.pop())
    ranked = _rounds(scan, lambda text: ranker.rank(words(text)), others[:asked]) if is_warm else []
    for text in others if is_warm else ():
        desk.take(Dialogue(), text)
    decided = _rounds(scan, lambda text: desk.take(Dialogue(), text), said)
    return _medians("decision", decided) | _medians("matcher", ranked)


def _medians(name: str, rounds: Sequence[tuple[float, float]]) -> dict[str, float]:
    if not rounds:
        return {}
    return {
        f"{name}_scan": median(at for at, _ in rounds),
        name: median(took for _, took in rounds),
        f"{name}_ratio": median(took / at for at, took in rounds),
    }


def _scan(texts: Sequence[str]) -> Callable[[str], object]:
    return lambda text: process.extractOne(text, texts, scorer=fuzz.WRatio)


def _rounds(
    scan: Callable[[str], object], act: Callable[[str], object], said: Sequence[str]
) -> list[tuple[float, float]]:
    """Return the milliseconds of a scan and of an act, a pair of means for each round."""
    return [_round(scan, act, said[number::ROUNDS]) for number in range(ROUNDS)]


def _round(scan: Callable[[str], object], act: Callable[[str], object], said: Sequence[str]) -> tuple[float, float]:
    pairs = [(_timed(scan, text), _timed(act, text)) for text in said]
    scans, acts = zip(*pairs, strict=True)
    return sum(scans) / len(pairs), sum(acts) / len(pairs)


def _timed(act: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    act(text)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    count, asked, how, state = sys.argv[1:]
    print(json.dumps(measure(int(count), int(asked), has_meaning=how == "meaning", is_warm=state == "warm")))
