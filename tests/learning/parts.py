"""What the tests of learning are made of: a small lesson, what it has taught, and a memory of plain bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.match.learn import Learned, Lesson
from bot.match.lexical import LexicalTier
from bot.match.logit import Logit
from bot.match.report import Confusion, Report
from bot.match.thresholds import Thresholds
from bot.match.tier import Phrasing
from bot.model import Language
from tests.match.parts import Parrot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SPELLING = (LexicalTier(language=Language.ENGLISH),)
TWO_TIERS = (*SPELLING, Parrot(name="meaning:model"))
LESSON = Lesson(
    language=Language.ENGLISH,
    phrasings=(Phrasing(target="a", text="how long"), Phrasing(target="b", text="where to")),
    tiers=TWO_TIERS,
    kinds={},
    max_wrong=5.0,
)
LEARNED = Learned(
    logit=Logit(weights=(-1.0, 0.123456, 2.0)),
    thresholds=Thresholds(answer=0.7, ask=0.5, chat=0.25),
    report=Report(
        messages=9,
        answered=0.5,
        offered=0.25,
        wrong=1.5,
        wrong_low=0.0,
        wrong_high=9.5,
        calibration_error=0.01,
        confusions=(Confusion(asked="a", taken_for="b", count=2),),
    ),
)


@dataclass(slots=True)
class Notes:
    """A memory that is one text; `loaded` are the texts that it took over."""

    text: str = "vectors"
    loaded: list[str] = field(default_factory=list)

    def load(self, path: Path) -> None:
        """Take over what the file holds. Raises ValueError where that is nothing."""
        if not path.read_text():
            raise ValueError(path.name)
        self.loaded.append(path.read_text())

    def save(self, path: Path, phrasings: Sequence[Phrasing]) -> None:
        """Write the text."""
        path.write_text(f"{self.text} of {len(phrasings)}")
