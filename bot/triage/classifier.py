"""Fixed-weight classifiers that hear danger where no phrase does: hashed words and letter groups, a logistic function.

Rules alone caught 86 % of real crisis posts that their author had not read; a classifier beside them hears the rest.
A message is judged by its sentences, one and two at a time, and the most alarming window decides, so that text added
after a full stop never lowers anything. The weights are trained by scripts/train_classifiers.py and pinned by their
SHA-256; the same text always gets the same score, on every machine.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

from bot.errors import ConfigurationError
from bot.model import Concern, Language, Signal
from bot.stems import stem
from bot.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DOUBT = Signal(id="crisis-possible.classifier", concern=Concern.CRISIS_POSSIBLE)
"""What a classifier raises between its two thresholds: a person and the lines, no page."""

BUCKETS = 1 << 17
LONGEST_WINDOW = 40
"""Words; a longer sentence is judged in overlapping windows of so many."""

SHORTEST_WINDOW = 3
"""Words; one or two alone say too little to judge, and the phrases hear those that matter."""

_GROUP = 4
_ZERO = 128
_HIGHEST = 700.0


class Listener(Protocol):
    """What hears a concern in a message: a classifier of the core, or one that reads meaning beside it."""

    def signals(self, readings: Sequence[str]) -> tuple[Signal, ...]:
        """Return what the message's readings raise; the first reading is the plain one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """One concern's weights. `scale` turns stored bytes into weights; at `high` it alarms, at `middle` it doubts."""

    name: str
    weights: bytes
    scale: float
    bias: float
    high: float
    middle: float

    def logit(self, readings: Sequence[str]) -> float:
        """Return the message's most alarming window in any reading, as a logit; without a window, minus infinity."""
        found = dict.fromkeys(window for reading in readings for window in windows(reading))
        return max(map(self._judge, found), default=-math.inf)

    def probability(self, readings: Sequence[str]) -> float:
        """Return how likely the message is of this concern, rounded."""
        return round(1 / (1 + math.exp(min(-self.logit(readings), _HIGHEST))), 4)

    def signals(self, readings: Sequence[str]) -> tuple[Signal, ...]:
        """Return the alarm, the doubt, or nothing."""
        probability = self.probability(readings)
        if probability >= self.high:
            return (Signal(id=f"{self.name}.classifier", concern=Concern(self.name)),)
        if probability >= self.middle:
            return (DOUBT,)
        return ()

    def _judge(self, window: tuple[str, ...]) -> float:
        found = buckets(window)
        weight = sum(map(self.weights.__getitem__, found)) - _ZERO * len(found)
        return weight * self.scale / math.sqrt(len(found)) + self.bias


@lru_cache(maxsize=64)
def buckets(words: tuple[str, ...]) -> frozenset[int]:
    """Return the features of a window, hashed: words, stems, stems two and three together or apart, letter groups."""
    stems = [stem(word, Language.ENGLISH) for word in words]
    framed = ["^", *stems, "$"]
    features = [f"w:{word}" for word in words] + [f"s:{one}" for one in stems]
    features += [f"p:{a} {b}" for a, b in pairwise(framed)]
    features += [f"k:{a} {b}" for apart in (2, 3) for a, b in zip(framed, framed[apart:], strict=False)]
    features += [f"t:{a} {b} {c}" for a, b, c in zip(framed, framed[1:], framed[2:], strict=False)]
    features += [f"c:{group}" for word in words for group in _groups(f"<{word}>")]
    return frozenset([crc32(feature.encode()) % BUCKETS for feature in features])


def _groups(word: str) -> Iterator[str]:
    return (word[i : i + _GROUP] for i in range(max(1, len(word) - _GROUP + 1)))


def load(folder: Path) -> tuple[Classifier, ...]:
    """Read the classifiers of a folder. Raises ConfigurationError where the weights are not the pinned ones."""
    try:
        card = json.loads((folder / "classifiers.json").read_text(encoding="utf-8"))
        return tuple(_read(folder, name, numbers) for name, numbers in sorted(card.items()))
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"{folder.name}: the classifiers are not whole; install the desk again") from error


def _read(folder: Path, name: str, numbers: dict[str, float | str]) -> Classifier:
    path = folder / f"{name}.weights"
    weights = path.read_bytes()
    if hashlib.sha256(weights).hexdigest() != numbers["sha256"] or len(weights) != BUCKETS:
        raise ConfigurationError(f"{path.name}: not the weights that classifiers.json pins; install the desk again")
    return Classifier(
        name=name,
        weights=weights,
        scale=float(numbers["scale"]),
        bias=float(numbers["bias"]),
        high=float(numbers["high"]),
        middle=float(numbers["middle"]),
    )


def windows(reading: str) -> list[tuple[str, ...]]:
    """Return what of a reading is judged by itself: its sentences, one and two at a time, as words."""
    found = pieces(reading)
    pairs = (a + b for a, b in pairwise(found))
    return [window for window in (*found, *pairs) if len(window) >= SHORTEST_WINDOW]


def pieces(reading: str) -> list[tuple[str, ...]]:
    """Return a reading's sentences as words, the long ones in overlapping parts."""
    return [piece for sentence in sentences(tuple(reading.split())) for piece in _parts(sentence)]


def _parts(sentence: tuple[str, ...]) -> list[tuple[str, ...]]:
    if len(sentence) <= LONGEST_WINDOW:
        return [sentence]
    half = LONGEST_WINDOW // 2
    return [sentence[start : start + LONGEST_WINDOW] for start in range(0, len(sentence) - half, half)]
