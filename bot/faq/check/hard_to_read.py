"""An answer that is hard to read.

Purpose: a tired or frightened person understands an answer at the first reading.
Fires on: an English answer, as the patient reads it, whose Flesch-Kincaid grade is above 8.0.
Silent on: Spanish, for which the formula does not hold; topics' lines, which are too short for a grade to mean much;
the words in `bot.faq.reading.OWN_WORDS`, which this subject cannot do without: they count as two syllables.
Why: the average adult reads at about the eighth grade, and less well when ill or afraid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.check.finding import Finding
from bot.faq.load import build
from bot.faq.reading import grade
from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft

ID = "hard-to-read"
HIGHEST = 8.0


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each answer above the highest grade, with its grade."""
    for number, (_, reached) in enumerate(grades(draft)):
        if reached > HIGHEST:
            message = f"reads at grade {reached:.1f}, above {HIGHEST}: use shorter sentences and shorter words"
            yield Finding(rule=ID, problem=draft.problem(("entries", number, "answer"), message))


def grades(draft: Draft) -> tuple[tuple[str, float], ...]:
    """Return the id and the grade of each entry's answer, in file order; below the first grade is 0."""
    texts = ((entry.id, entry.wordings[Language.ENGLISH].text) for entry in build(draft).entries)
    return tuple((entry_id, max(0.0, round(grade(text), 1))) for entry_id, text in texts)
