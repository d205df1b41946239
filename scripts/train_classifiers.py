"""Train the classifiers on training/ and public everyday text; the same text, the same weights on one machine.

    python scripts/train_classifiers.py --everyday everyday.txt --requests clinc150.tsv --requests banking77.tsv

It writes the core's classifiers (bot/triage/models/) and the networks that read meaning (bot/meaning/models/), and
prints the figures of docs/model-card.md. `training/crisis` and `training/emergency` alarm; `training/calm`,
`training/in-scope`, the phrasings of faq.yaml, everyday posts and requests do not. Posts in which the lexicon hears
suicide are left out, since a few are dark. A fifth of all lines (by hash) is never trained on: the figures come from
it. The trained lines are also scored in three parts, each by weights that have not seen it: the weight of the
network comes from those scores, the thresholds from those and the held-out ones. The last 2,000 everyday posts are
used for nothing but figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.meaning import attention
from bot.meaning.danger import MODELS as MEANING
from bot.meaning.danger import PINS, heard
from bot.triage.shipped import MODELS as CORE
from scripts.training import meaning, words
from scripts.training.states import States
from scripts.training.text import FOLDS, UNSEEN, Line, Source, read_all
from scripts.training.thresholds import Tiers, shares, tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.meaning.attention import Attention
    from bot.triage.classifier import Classifier

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)
EASY = {Source.REQUEST, Source.PHRASING}
CALM = {Source.HARD, Source.IN_SCOPE, Source.POST, *EASY}
CRISIS = {Source.CRISIS, Source.CRISIS_EXAMPLE}
EMERGENCY = {Source.EMERGENCY, Source.EMERGENCY_EXAMPLE}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What is trained for one concern: weights over words, and weights over meaning."""

    core: Classifier
    attention: Attention


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Lines with the logits that weights gave them which had not seen them."""

    lines: Sequence[Line]
    words: NDArray[np.float64]
    meaning: NDArray[np.float64]

    def by_source(self, weight: float) -> dict[Source, NDArray[np.float64]]:
        """Return each source's fused scores; with weight zero, those of the core."""
        fused = self.words + weight * self.meaning if weight else self.words
        sources = np.array([line.source for line in self.lines])
        return {source: fused[sources == source] for source in Source}


class Trainer:
    """Trains and measures one concern."""

    def __init__(self, name: str, lines: Sequence[Line], states: States, *, alarming: set[Source]) -> None:
        self._name = name
        self._states = states
        self._alarming = alarming
        self._lines = [line for line in lines if line.source in {*alarming, *CALM, *UNSEEN, *_others(alarming)}]

    def run(self) -> tuple[Pair, Tiers, Tiers, float]:
        """Return what was trained, the tiers of the core alone and fused, and the network's weight."""
        trained = [line for line in self._lines if not line.is_held_out]
        final = self._fit(trained)
        unseen = self._score(final, [line for line in self._lines if line.is_held_out])
        crossed = self._cross(trained)
        weight = max(WEIGHTS, key=lambda weight: self._hears(crossed, weight))
        both = _joined(crossed, unseen)
        alone, fused = tiers(self._name, both.by_source(0)), tiers(self._name, both.by_source(weight))
        for title, at, by in ((f"{self._name}, core alone", alone, 0.0), (f"{self._name}, fused", fused, weight)):
            _show(title, unseen.by_source(by), at)
        return final, alone, fused, weight

    def _fit(self, lines: Sequence[Line]) -> Pair:
        alarming = [line for line in lines if line.source in self._alarming]
        calm = [line for line in lines if line.source not in self._alarming]
        core = words.fit(self._name, alarming, calm)
        return Pair(core=core, attention=meaning.fit(alarming, calm, self._states))

    def _cross(self, trained: Sequence[Line]) -> Scored:
        """Score each part of the trained lines by weights that were trained on the other parts."""
        parts = []
        for fold in range(FOLDS):
            model = self._fit([line for line in trained if line.fold != fold])
            parts.append(self._score(model, [line for line in trained if line.fold == fold and is_scored(line)]))
        return _joined(*parts)

    def _score(self, model: Pair, lines: Sequence[Line]) -> Scored:
        meant = meaning.logits(model.attention, lines, self._states)
        return Scored(lines=lines, words=words.logits(model.core, lines), meaning=meant)

    def _hears(self, scored: Scored, weight: float) -> float:
        """Return how much is heard, at both tiers together, where the network counts so much."""
        scores = scored.by_source(weight)
        return sum(shares(scores[Source(self._name)], tiers(self._name, scores)))


def _others(alarming: set[Source]) -> set[Source]:
    """Return what else is calm to a concern: an emergency is no crisis; a crisis may well be an emergency too."""
    return EMERGENCY if alarming == CRISIS else set()


def is_scored(line: Line) -> bool:
    """Tell whether a line is scored: easy lines say nothing about thresholds, and are only measured."""
    return line.is_held_out or line.source not in EASY


def _joined(*parts: Scored) -> Scored:
    return Scored(
        lines=[line for part in parts for line in part.lines],
        words=np.concatenate([part.words for part in parts]),
        meaning=np.concatenate([part.meaning for part in parts]),
    )


def _show(title: str, scores: dict[Source, NDArray[np.float64]], at: Tiers) -> None:
    print(f"{title}: alarms from {at.high}, doubts from {at.middle}; held-out lines: alarmed, alarmed or doubted")
    for source, found in scores.items():
        if len(found):
            high, middle = shares(found, at)
            print(f"  {source:18} {len(found):5} lines  {high:7.2%} {middle:7.2%}")


def _pin(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _as_probability(logit: float) -> float:
    return round(float(1 / (1 + np.exp(-logit))), 4)


def write(pair: Pair, alone: Tiers, fused: Tiers, weight: float) -> tuple[dict[str, object], dict[str, object]]:
    """Write one concern's weights; return what pins them, for the core and for the network."""
    name, core = pair.core.name, pair.core
    stored, net = CORE / f"{name}.weights", MEANING / f"{name}.npz"
    stored.write_bytes(core.weights)
    attention.save(pair.attention, net)
    at = {"high": _as_probability(alone.high), "middle": _as_probability(alone.middle)}
    pins = {"core": _pin(stored), "weight": weight, "high": fused.high, "middle": fused.middle, "sha256": _pin(net)}
    return {"bias": core.bias, "scale": core.scale, **at, "sha256": _pin(stored)}, pins


def main() -> None:
    """Train every classifier and write them with their pins."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--everyday", type=Path, required=True)
    parser.add_argument("--requests", type=Path, action="append", required=True)
    parser.add_argument("--cache", type=Path, help="keep the states of texts in this .npz between runs")
    options = parser.parse_args()
    lines = read_all(options.everyday, options.requests)
    print("lines:", dict(Counter(str(line.source) for line in lines)))
    states = States(options.cache)
    states.encode(text for line in lines for text in (" ".join(line.whole), *heard(line.readings[0])))
    MEANING.mkdir(exist_ok=True)
    core, pins = {}, {}
    for name, alarming in (("crisis", CRISIS), ("emergency", EMERGENCY)):
        core[name], pins[name] = write(*Trainer(name, lines, states, alarming=alarming).run())
    (CORE / "classifiers.json").write_text(json.dumps(core, indent=2) + "\n", encoding="utf-8")
    (MEANING / PINS).write_text(json.dumps(pins, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
