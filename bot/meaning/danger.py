"""Danger by meaning: attention over the token states of each window, its logit added to that of the core's words.

Words alone miss what is said in other words, meaning alone misses the odd word that says it all: together they hear
more and are wrong less often than either (docs/model-card.md). Where this stands, the core's classifiers of the same
concerns no longer decide by themselves. A window is a sentence, two neighbors, or a beginning of the message, so
that text added after a full stop never lowers anything.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigurationError
from bot.meaning.attention import read
from bot.meaning.ready import encoder
from bot.model import Concern, Signal
from bot.triage import classifier
from bot.triage.classifier import DOUBT, LONGEST_WINDOW, SHORTEST_WINDOW, pieces
from bot.triage.shipped import MODELS as CORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.meaning.attention import Attention
    from bot.meaning.encoder import Encoder
    from bot.triage.classifier import Classifier, Listener

MODELS = Path(__file__).parent / "models"
PINS = "danger.json"

LONGEST_BEGINNING = 90
"""Words; about as many as the encoder reads."""

MOST_PAIRED = 40
"""Sentences; those after them are encoded one by one, and the core's words still hear them two by two."""

_ROUNDED = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fused:
    """One concern: the core's logit and `weight` times the attention's; it alarms at `high`, doubts at `middle`."""

    core: Classifier
    attention: Attention
    weight: float
    high: float
    middle: float

    def logit(self, readings: Sequence[str], states: Sequence[NDArray[np.float32]]) -> float:
        """Return how alarming the message is: its most alarming window by words and by meaning, rounded."""
        meant = float(self.attention.logits(states).max())
        return round(self.core.logit(readings) + self.weight * meant, _ROUNDED)

    def signals(self, readings: Sequence[str], states: Sequence[NDArray[np.float32]]) -> tuple[Signal, ...]:
        """Return the alarm, the doubt, or nothing."""
        logit = self.logit(readings, states)
        if logit >= self.high:
            return (Signal(id=f"{self.core.name}.classifier", concern=Concern(self.core.name)),)
        return (DOUBT,) if logit >= self.middle else ()


class Danger:
    """Hears every concern for which there is an attention. The same readings always give the same signals."""

    def __init__(self, encoder: Encoder, concerns: Sequence[Fused]) -> None:
        self._encoder = encoder
        self._concerns = tuple(concerns)

    def signals(self, readings: Sequence[str]) -> tuple[Signal, ...]:
        """Return the alarms and doubts. The first reading is encoded, all are read for words."""
        texts = heard(readings[0])
        if not texts:
            return ()
        states = self._encoder.states(texts)
        return tuple(signal for concern in self._concerns for signal in concern.signals(readings, states))


def heard(reading: str) -> list[str]:
    """Return the texts that are encoded: sentences, short neighbors among the first of them, beginnings of three on.

    Encoding takes a fraction of a millisecond a word: without these bounds 10,000 characters took three seconds.
    """
    found = pieces(reading)
    pairs = (a + b for a, b in pairwise(found[:MOST_PAIRED]) if len(a + b) <= LONGEST_WINDOW)
    beginnings = list(accumulate(found[: MOST_PAIRED + 1]))[2:]
    whole = (words for words in beginnings if len(words) <= LONGEST_BEGINNING)
    chosen = (words for words in (*found, *pairs, *whole) if len(words) >= SHORTEST_WINDOW)
    return list(dict.fromkeys(map(" ".join, chosen)))


@lru_cache(maxsize=1)
def shipped() -> tuple[Listener, ...]:
    """Return the shipped classifiers, those that read meaning in place of the core's. Raises ConfigurationError."""
    return load(MODELS, classifier.load(CORE), encoder())


def load(folder: Path, core: Sequence[Classifier], reader: Encoder) -> tuple[Listener, ...]:
    """Fuse the core's classifiers with a folder's networks; return them, and the classifiers that have none.

    Raises ConfigurationError where a file is not the pinned one, or was trained beside other weights of the core.
    """
    try:
        pins = json.loads((folder / PINS).read_text(encoding="utf-8"))
        fused = [_read(folder, one, pins[one.name]) for one in core if one.name in pins]
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ConfigurationError(f"{folder.name}: the networks are not whole; install the desk again") from error
    return (Danger(reader, fused), *(one for one in core if one.name not in pins))


def _read(folder: Path, core: Classifier, pins: dict[str, float | str]) -> Fused:
    path = folder / f"{core.name}.npz"
    if hashlib.sha256(path.read_bytes()).hexdigest() != pins["sha256"]:
        raise ConfigurationError(f"{path.name}: not the weights that {PINS} pins; install the desk again")
    if hashlib.sha256(core.weights).hexdigest() != pins["core"]:
        raise ConfigurationError(f"{path.name}: trained beside other weights of the core; run `make models`")
    numbers = {name: float(pins[name]) for name in ("weight", "high", "middle")}
    return Fused(core=core, attention=read(path), **numbers)
