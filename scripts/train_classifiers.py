"""Train the classifiers of bot/triage/models/ on training/ and public everyday text; the same text, the same weights.

    python scripts/train_classifiers.py --everyday everyday.txt --requests clinc150.tsv --requests banking77.tsv

`training/crisis` and `training/emergency` alarm, `training/calm`, the phrasings of faq.yaml, everyday posts and
requests do not. A fifth of all lines (by hash) is held out: thresholds and the figures of the model card come from it
alone. The last 2,000 everyday posts are never used. Posts in which the lexicon hears suicide are left out, since a
few are dark.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
from pathlib import Path
from zlib import crc32

from bot.faq.load import load as load_faq
from bot.model import Concern
from bot.spelling import Speller
from bot.text import readings
from bot.triage import Triage
from bot.triage.classifier import BUCKETS, Classifier, buckets
from bot.triage.lexicon import load as load_lexicon

ROOT = Path(__file__).parent.parent
OUT = ROOT / "bot" / "triage" / "models"
LEXICON = ROOT / "bot" / "triage" / "data"
EPOCHS, RATE, RIDGE = 15, 0.5, 1e-6
MOST_REQUESTS = 6000
EVERYDAY_KEPT_OUT = 2000
ALARMS, DOUBTS = 0.005, 0.02
"""Shares of held-out calm lines that may alarm or raise a doubt."""

Line = tuple[str, bool]
Example = tuple[frozenset[int], bool]


def lines(folder: Path) -> list[str]:
    """Return the messages of a folder's files, comments left out."""
    texts = [path.read_text(encoding="utf-8").splitlines() for path in sorted(folder.glob("*.txt"))]
    return [line.strip() for text in texts for line in text if line.strip() and not line.startswith("#")]


def examples_of(concerns: set[Concern]) -> list[str]:
    """Return the lexicon's own examples of what alarms."""
    families = load_lexicon(LEXICON).families
    return [text for family in families if family.concern in concerns for text in family.fires_on]


def public(everyday: Path, requests: list[Path]) -> list[str]:
    """Return the public text: everyday posts in which the lexicon hears no danger, and an even share of requests."""
    hears = Triage(load_lexicon(LEXICON))
    dark = {Concern.CRISIS, Concern.CRISIS_POSSIBLE, Concern.MENTION}
    posts = everyday.read_text(encoding="utf-8").splitlines()[:-EVERYDAY_KEPT_OUT]
    calm = [post for post in posts if dark.isdisjoint(s.concern for s in hears.signals(readings(post)))]
    asked = [line.rsplit("\t", 1)[-1] for path in requests for line in path.read_text(encoding="utf-8").splitlines()]
    return calm + asked[:: max(1, len(asked) // MOST_REQUESTS)]


def phrasings() -> list[str]:
    """Return every phrasing of the shipped FAQ."""
    items = load_faq(ROOT / "faq.yaml").items
    return [text for item in items for wording in item.wordings.values() for text in (wording.question, *wording.asks)]


def is_held_out(text: str) -> bool:
    """Tell whether a line is of the fifth that is never trained on."""
    return crc32(text.lower().encode()) % 5 == 0


def examples(found: list[Line], speller: Speller) -> list[Example]:
    """Return each line's features; its plain reading, and the repaired one where it differs."""
    made = []
    for text, alarms in found:
        plain = readings(text)[0]
        for reading in dict.fromkeys((plain, speller.repair(plain))):
            words = tuple(word for word in reading.split() if word != ".")
            if words:
                made.append((buckets(words), alarms))
    return made


def train(found: list[Example]) -> tuple[list[float], float]:
    """Fit a logistic function by AdaGrad; return weights and bias. Words that were never seen count as calm."""
    share = sum(alarms for _, alarms in found) / len(found)
    weights, squares, bias = [0.0] * BUCKETS, [1e-6] * BUCKETS, math.log(share / (1 - share))
    order = random.Random(7)  # noqa: S311 - an order, not a secret
    for _ in range(EPOCHS):
        order.shuffle(found)
        for active, alarms in found:
            unit = 1 / math.sqrt(len(active))
            score = bias + unit * sum(weights[b] for b in active)
            error = alarms - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            step = error * unit
            for b in active:
                gradient = step - RIDGE * weights[b]
                squares[b] += gradient * gradient
                weights[b] += RATE * gradient / math.sqrt(squares[b])
    return weights, bias


def packed(name: str, weights: list[float], bias: float) -> Classifier:
    """Return the classifier with its weights in a byte each."""
    scale = max(abs(w) for w in weights) / 127
    stored = bytes(round(w / scale) + 128 for w in weights)
    return Classifier(name=name, weights=stored, scale=scale, bias=bias, high=1.0, middle=1.0)


def thresholds(model: Classifier, calm: list[str], speller: Speller) -> tuple[float, float]:
    """Return where so few held-out calm lines alarm, or raise a doubt, as is allowed."""
    scores = sorted((model.probability(read(text, speller)) for text in calm), reverse=True)
    return scores[int(ALARMS * len(scores))] + 0.0001, scores[int(DOUBTS * len(scores))] + 0.0001


def read(text: str, speller: Speller) -> tuple[str, ...]:
    """Return a text's readings as the desk makes them."""
    plain = readings(text)
    return tuple(dict.fromkeys((*plain, *map(speller.repair, plain))))


def fit(name: str, alarming: list[str], calm: list[str], speller: Speller) -> dict[str, float | str]:
    """Train one classifier, write its weights, print its held-out figures; return what pins it."""
    used = [(text, True) for text in alarming if not is_held_out(text)]
    used += [(text, False) for text in calm if not is_held_out(text)]
    model = packed(name, *train(examples(used, speller)))
    kept = [text for text in calm if is_held_out(text)]
    high, middle = thresholds(model, kept, speller)
    scores = [model.probability(read(text, speller)) for text in alarming if is_held_out(text)]
    found = {t: sum(score >= t for score in scores) / len(scores) for t in (high, middle)}
    print(f"{name}: trained on {len(used)}, held out {len(scores)} alarming and {len(kept)} calm")
    print(f"  high {high:.4f}: {found[high]:.3f} heard; middle {middle:.4f}: {found[middle]:.3f} heard")
    (OUT / f"{name}.weights").write_bytes(model.weights)
    pinned = {"bias": round(model.bias, 6), "scale": model.scale, "high": round(high, 4), "middle": round(middle, 4)}
    return {**pinned, "sha256": hashlib.sha256(model.weights).hexdigest()}


def main() -> None:
    """Train both classifiers and write them with their pins."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--everyday", type=Path, required=True)
    parser.add_argument("--requests", type=Path, action="append", required=True)
    options = parser.parse_args()
    speller = Speller(load_lexicon(LEXICON).vocabulary)
    crisis = [*lines(ROOT / "training" / "crisis"), *examples_of({Concern.CRISIS})]
    emergency = [*lines(ROOT / "training" / "emergency"), *examples_of({Concern.EMERGENCY})]
    harmless = set(Concern) - {Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE}
    calm = [
        *examples_of(harmless),
        *lines(ROOT / "training" / "calm"),
        *phrasings(),
        *public(options.everyday, options.requests),
    ]
    OUT.mkdir(exist_ok=True)
    card = {
        "crisis": fit("crisis", crisis, [*calm, *emergency], speller),
        "emergency": fit("emergency", emergency, calm, speller),
    }
    (OUT / "classifiers.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
