from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.match.tier import Phrasing
from bot.meaning import installed
from bot.meaning.encoder import Encoder
from bot.meaning.memory import Memory
from bot.meaning.ready import encoder, tier
from bot.meaning.tier import MeaningTier
from bot.text import words
from tests.samples import FAQ

if TYPE_CHECKING:
    from pathlib import Path

PHRASINGS = tuple(
    Phrasing(target=item.id, text=text)
    for item in FAQ.items
    for wording in item.wordings.values()
    for text in wording.phrasings
)
MEANING = MeaningTier(Memory(encoder())).fit(PHRASINGS)


def best(asked: str) -> str:
    """Return the target that is most alike."""
    found = MEANING.scores(words(asked))
    return max(found, key=lambda target: found[target][0])


@pytest.mark.parametrize("phrasing", PHRASINGS, ids=lambda phrasing: phrasing.text)
def test_a_phrasing_is_nearest_to_its_own_target(phrasing: Phrasing) -> None:
    """Every phrasing of the FAQ finds its target, by likeness and by the head."""
    found = MEANING.scores(words(phrasing.text))
    assert best(phrasing.text) == phrasing.target
    assert max(found, key=lambda target: found[target][1]) == phrasing.target


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("at what time are we finished", "session-length"),
        ("can my husband fetch me by car", "ride-home"),
        ("is it expensive", "cost"),
        ("will it rain tomorrow", "offtopic"),
    ],
)
def test_no_word_in_common_is_needed(asked: str, target: str) -> None:
    """What means the same is found where spelling finds nothing."""
    assert best(asked) == target


@pytest.mark.parametrize("asked", ["", "zzz qqq", "how long is a session and can I drive home " * 40])
def test_scores_are_within_their_bounds(asked: str) -> None:
    """Every target is scored for any message: likeness from -1 to 1, shares from 0 to 1 and together one."""
    found = MEANING.scores(words(asked))
    assert list(found) == [item.id for item in FAQ.items]
    assert all(-1 <= likeness <= 1 and 0 <= share <= 1 for likeness, share in found.values())
    assert sum(share for _, share in found.values()) == pytest.approx(1, abs=0.001)


def test_more_than_the_nearest_are_known_by_the_last_of_them() -> None:
    """Of many phrasings the nearest 256 are looked at; targets without any of them still get a score, a low one."""
    many = tuple(Phrasing(target="near", text=f"session {n} is how long") for n in range(260))
    far = tuple(Phrasing(target="far", text=text) for text in ("play a song", "who won the match"))
    found = MeaningTier(Memory(encoder())).fit((*many, *far)).scores(words("how long is session 7"))
    assert found["near"][0] > found["far"][0]


def test_scores_from_a_file_are_those_of_a_desk_that_has_just_learnt(tmp_path: Path) -> None:
    """Whoever reads vectors and head from the file gives the same numbers, to the last digit."""
    fresh = Memory(encoder())
    learnt = MeaningTier(fresh).fit(PHRASINGS)
    fresh.save(tmp_path / "vectors.npz", PHRASINGS)
    stored = Memory(encoder())
    stored.load(tmp_path / "vectors.npz")
    read = MeaningTier(stored).fit(PHRASINGS)
    for asked in ("how long is a session", "can my husband fetch me by car", "zzz"):
        assert read.scores(words(asked)) == learnt.scores(words(asked))


def test_the_tier_is_named_by_its_model() -> None:
    """Another model makes other scores, so what was learnt with it is told apart."""
    found, memory = tier()
    assert found.name == f"meaning:{Encoder.name}"
    assert len(found.prior) == 3
    assert isinstance(memory, Memory)


def test_the_extra_is_found() -> None:
    """Where the extra is installed, the place that wires the rooms gets the tier and its memory."""
    found, memory = installed.tier()
    assert isinstance(found, MeaningTier)
    assert isinstance(memory, Memory)


def test_without_the_extra_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk without it gets no tier and no classifier of meaning, and no error."""
    monkeypatch.setattr(installed, "is_installed", lambda: False)
    assert installed.tier() == (None, None)
    assert installed.danger() is None
