from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.match.tier import Phrasing
from bot.meaning import memory as memory_module
from bot.meaning.encoder import DIMENSIONS, Encoder, Read
from bot.meaning.head import RECIPE
from bot.meaning.memory import Memory, key_of, text_of
from bot.meaning.ready import encoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

TEXTS = ("how long is a session", "can i drive home", "how much does it cost")
PHRASINGS = tuple(Phrasing(target=str(n), text=text) for n, text in enumerate(TEXTS))


class Counting(Encoder):
    """The real encoder; `given` are the texts that it was to read."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def read(self, text: str) -> Read:
        """Encode, and remember what."""
        self.given.append(text)
        return super().read(text)


def test_a_text_is_encoded_once() -> None:
    """What was computed is not computed again, nor is a text that stands there twice."""
    counting = Counting()
    memory = Memory(counting)
    memory.vectors((*TEXTS, TEXTS[0]))
    memory.vectors(TEXTS)
    assert counting.given == list(TEXTS)


def test_vectors_stand_in_the_order_of_their_texts() -> None:
    """The shape is (texts, 768), each of length one and very near to what the encoder gives."""
    found = Memory(encoder()).vectors(TEXTS)
    assert found.shape == (len(TEXTS), DIMENSIONS)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)
    assert all(float(row @ encoder().one(text)) > 0.999 for row, text in zip(found, TEXTS, strict=True))


def test_no_text_has_no_vector() -> None:
    """Nothing asked, nothing computed, and still two dimensions."""
    assert Memory(encoder()).vectors([]).shape == (0, DIMENSIONS)


def test_progress_counts_what_is_new() -> None:
    """Only texts that have to be encoded are counted."""
    memory, told = Memory(encoder()), list[tuple[int, int]]()
    memory.vectors(TEXTS[:1])
    memory.vectors(TEXTS, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_one_text_is_as_it_is_kept_or_else_as_it_is_encoded() -> None:
    """A message that is a phrasing gets the phrasing's vector to the last bit."""
    memory = Memory(encoder())
    kept = memory.vectors(TEXTS[:1])[0]
    assert memory.one(TEXTS[0]).tobytes() == kept.tobytes()
    assert memory.one(TEXTS[1]).tobytes() == encoder().one(TEXTS[1]).tobytes()


def test_a_head_is_named_by_how_it_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that was trained another way is not taken for this one."""
    before = key_of(PHRASINGS)
    monkeypatch.setattr(memory_module, "RECIPE", RECIPE + 1)
    assert key_of(PHRASINGS) != before


def never() -> NDArray[np.float32]:
    """Fail, for what is known need not be trained."""
    raise AssertionError


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a file with the vectors of the phrasings and their head."""
    memory = Memory(encoder())
    memory.vectors((*TEXTS, "not a phrasing"))
    memory.head(key_of(PHRASINGS), lambda: np.ones((2, 3), dtype=np.float32))
    memory.head("another", lambda: np.zeros((2, 3), dtype=np.float32))
    memory.save(tmp_path / "vectors.npz", PHRASINGS)
    return tmp_path / "vectors.npz"


def test_what_is_read_is_what_was_saved(saved: Path) -> None:
    """Another memory gives the same vectors and the same head, and computes none of them."""
    counting = Counting()
    memory = Memory(counting)
    memory.load(saved)
    assert memory.vectors(TEXTS).tobytes() == Memory(encoder()).vectors(TEXTS).tobytes()
    assert memory.head(key_of(PHRASINGS), never).tolist() == [[1.0] * 3] * 2
    assert counting.given == []


def test_only_what_the_phrasings_need_is_saved(saved: Path) -> None:
    """Held-out heads and everyday questions would only make the file larger."""
    with np.load(saved) as stored:
        assert sorted(stored.files) == sorted(["model", "keys", "vectors", f"head:{key_of(PHRASINGS)}"])
        assert stored["vectors"].shape == (len(TEXTS), DIMENSIONS)


def test_the_same_is_saved_alike(saved: Path, tmp_path: Path) -> None:
    """Saving what was loaded makes the same file, so that its hash stays."""
    memory = Memory(encoder())
    memory.load(saved)
    memory.save(tmp_path / "again.npz", PHRASINGS)
    assert (tmp_path / "again.npz").read_bytes() == saved.read_bytes()


def test_nothing_known_is_saved_as_nothing(tmp_path: Path) -> None:
    """A memory that has computed nothing writes a file that can be read."""
    Memory(encoder()).save(tmp_path / "vectors.npz", PHRASINGS)
    memory = Memory(Counting())
    memory.load(tmp_path / "vectors.npz")
    assert memory.vectors(TEXTS).shape == (len(TEXTS), DIMENSIONS)


def test_vectors_of_another_model_are_not_taken_over(saved: Path) -> None:
    """Two models' vectors cannot be compared: they are computed anew."""
    other = Counting()
    other.name = "another model"
    memory = Memory(other)
    memory.load(saved)
    memory.vectors(TEXTS)
    assert other.given == list(TEXTS)


def _nothing(path: Path) -> None:
    path.unlink()


def _words(path: Path) -> None:
    path.write_text("not vectors")


def _others(path: Path) -> None:
    np.savez(path, allow_pickle=False, model=np.array(Encoder.name))


@pytest.mark.parametrize(("spoil", "error"), [(_nothing, OSError), (_words, ValueError), (_others, KeyError)])
def test_what_holds_no_vectors_is_an_error(saved: Path, spoil: Callable[[Path], None], error: type[Exception]) -> None:
    """A file that is missing, or something else, raises what its caller expects."""
    spoil(saved)
    with pytest.raises(error):
        Memory(encoder()).load(saved)


def test_a_head_is_named_by_all_it_was_trained_on() -> None:
    """Another phrasing, target or order is another head."""
    other = (Phrasing(target="9", text=TEXTS[0]), *PHRASINGS[1:])
    assert len({key_of(p) for p in (PHRASINGS, PHRASINGS[:2], PHRASINGS[::-1], other)}) == 4


def test_capitals_and_commas_do_not_change_what_is_encoded() -> None:
    """A phrasing is encoded by its words, as a message is."""
    assert text_of(Phrasing(target="a", text="How LONG, is a session")) == TEXTS[0]
