"""An answer that is hard to read.

Purpose: a tired or frightened person understands an answer at the first reading.
Fires on: an English answer, as the patient reads it, whose Flesch-Kincaid grade is above 8.0; a Spanish one whose ease
on the INFLESZ scale is below 55, where "normal" begins.
Silent on: topics' lines, which are too short for a grade to mean much; the words in `bot.faq.reading.OWN_WORDS`, which
this subject cannot do without: in English they count as two syllables.
Why: the average adult reads at about the eighth grade, and less well when ill or afraid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.check.finding import Finding
from bot.faq.load import build
from bot.faq.reading import ease, grade
from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft

ID = "hard-to-read"
HIGHEST = 8.0
LOWEST = 55

_MEND = "use shorter sentences and shorter words"


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each answer that is harder than it may be, with its grade or its ease."""
    for number, ((_, reached), eased) in enumerate(zip(grades(draft), _eases(draft), strict=True)):
        if reached > HIGHEST:
            message = f"reads at grade {reached:.1f}, above {HIGHEST}: {_MEND}"
            yield Finding(rule=ID, problem=draft.problem(("entries", number, "answer"), message))
        if eased < LOWEST:
            message = f"has an ease of {eased:.0f} in Spanish, below {LOWEST}: {_MEND}"
            yield Finding(rule=ID, problem=draft.problem(("entries", number, "es", "answer"), message))


def grades(draft: Draft) -> tuple[tuple[str, float], ...]:
    """Return the id and the grade of each entry's answer, in file order; below the first grade is 0."""
    texts = ((entry.id, entry.wordings[Language.ENGLISH].text) for entry in build(draft).entries)
    return tuple((entry_id, max(0.0, round(grade(text), 1))) for entry_id, text in texts)


def _eases(draft: Draft) -> tuple[float, ...]:
    """Return the ease of each entry's Spanish answer, in file order; 100 where it has none."""
    said = (entry.wordings.get(Language.SPANISH) for entry in build(draft).entries)
    return tuple(ease(wording.text) if wording else 100.0 for wording in said)
