from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.match.tier import Phrasing
from bot.meaning.encoder import DIMENSIONS
from bot.meaning.head import RIDGE, shares, train
from bot.meaning.memory import Memory, text_of
from bot.meaning.ready import encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

PHRASINGS = tuple(
    Phrasing(target=target, text=text)
    for target, texts in {
        "length": ("How long is a session?", "how many hours does one visit take", "duration of an appointment"),
        "ride": ("Can I drive home?", "do I need someone to pick me up", "who takes me back"),
        "price": ("How much does it cost?", "what is the price"),
    }.items()
    for text in texts
)
TARGETS = tuple(dict.fromkeys(p.target for p in PHRASINGS))
OWNER = np.array([TARGETS.index(p.target) for p in PHRASINGS], dtype=np.int64)
VECTORS = Memory(encoder()).vectors([text_of(p) for p in PHRASINGS])
HEAD = train(VECTORS, OWNER, len(TARGETS))


@pytest.mark.parametrize("place", range(len(PHRASINGS)), ids=lambda place: PHRASINGS[place].text)
def test_its_own_phrasings_rank_first(place: int) -> None:
    """Every phrasing that the head was trained on gets most of its own target."""
    assert int(shares(HEAD, VECTORS[place]).argmax()) == OWNER[place]


@pytest.mark.parametrize(
    ("asked", "target"),
    [("what time will we be finished", "length"), ("my wife can fetch me", "ride"), ("is it expensive", "price")],
)
def test_what_means_the_same_ranks_first(asked: str, target: str) -> None:
    """Other words of the same meaning reach their target."""
    assert TARGETS[int(shares(HEAD, encoder().one(asked)).argmax())] == target


def test_shares_make_one() -> None:
    """Each target gets from 0 to 1, together one, whatever is asked."""
    for vector in (*VECTORS, np.zeros(DIMENSIONS, dtype=np.float32), VECTORS[0] * 100):
        found = shares(HEAD, vector)
        assert found.shape == (len(TARGETS),)
        assert found.min() >= 0
        assert found.sum() == pytest.approx(1, abs=1e-5)


def test_the_same_phrasings_train_the_same_head() -> None:
    """There is no chance in it: the weights are the same to the last bit."""
    assert HEAD.shape == (DIMENSIONS + 1, len(TARGETS))
    assert train(VECTORS, OWNER, len(TARGETS)).tobytes() == HEAD.tobytes()


def steepness(weights: NDArray[np.float32]) -> float:
    """Return how steeply what training makes least still falls at these weights; 0 where it is least."""
    seen = np.hstack([VECTORS, np.ones((len(VECTORS), 1), dtype=np.float32)])
    wrong = np.stack([shares(weights, vector) for vector in VECTORS]) - np.eye(len(TARGETS))[OWNER]
    return float(np.linalg.norm(seen.T @ wrong + RIDGE * weights))


def test_training_comes_to_its_end() -> None:
    """After the last round hardly anything is left to gain."""
    assert steepness(HEAD) < 0.0002 * steepness(np.zeros_like(HEAD))


def test_the_only_target_gets_everything() -> None:
    """With one target there is nothing to choose from."""
    only = train(VECTORS, np.zeros(len(VECTORS), dtype=np.int64), 1)
    assert shares(only, VECTORS[0]).tolist() == [1.0]
