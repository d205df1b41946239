"""The network over token states: what its heads see, and how it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.meaning.attention import Attention, read, rounded, save

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ORDER = np.random.default_rng(5)


def numbers(*shape: int) -> NDArray[np.float32]:
    """Return weights or states of a shape, always the same ones in a run."""
    return ORDER.standard_normal(shape).astype(np.float32)


NET = Attention(
    queries=rounded(numbers(6, 2)), hidden=rounded(numbers(2, 6, 3)), bias=numbers(2, 3), out=numbers(2, 3), rest=0.25
)
TEXTS = [numbers(4, 6), numbers(1, 6), numbers(9, 6)]


def test_a_text_is_judged_by_itself() -> None:
    """A text's logit is the same whatever else is judged with it."""
    together = NET.logits(TEXTS)
    assert together.shape == (3,)
    assert together == pytest.approx([NET.logits([text])[0] for text in TEXTS], abs=1e-5)


def test_the_order_of_tokens_does_not_matter() -> None:
    """Heads look at states, which know their place already: turned round, they give the same."""
    turned = [text[::-1].copy() for text in TEXTS]
    assert NET.logits(turned) == pytest.approx(NET.logits(TEXTS), abs=1e-5)


def test_a_head_finds_the_one_token_that_matters() -> None:
    """Among forty tokens that say nothing the one that does decides; their mean alone would hardly show it."""
    loud = np.zeros((6, 1), dtype=np.float32)
    loud[0] = 20
    hidden = np.zeros((1, 6, 1), dtype=np.float32)
    hidden[0, 0] = 1
    one = np.ones((1, 1), dtype=np.float32)
    net = Attention(queries=loud, hidden=hidden, bias=0 * one, out=one, rest=0.0)
    text = np.zeros((40, 6), dtype=np.float32)
    text[17, 0] = 1
    assert net.logits([text])[0] == pytest.approx(1, abs=0.01)


def test_what_is_kept_is_what_comes_back(tmp_path: Path) -> None:
    """A network that was rounded to its bytes judges the same after it was written and read."""
    save(NET, tmp_path / "net.npz")
    assert read(tmp_path / "net.npz").logits(TEXTS) == pytest.approx(NET.logits(TEXTS), abs=1e-5)
