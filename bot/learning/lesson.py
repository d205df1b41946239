"""What a lesson is called, and the hash of all that its result depends on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.match.crossfit import background
from bot.match.learn import RECIPE

if TYPE_CHECKING:
    from bot.match.learn import Lesson


def name_of(lesson: Lesson) -> str:
    """Return the name under which the result is kept: "en-lexical-meaning"."""
    return "-".join((lesson.language, *(tier.name.partition(":")[0] for tier in lesson.tiers)))


def key_of(lesson: Lesson, triage: str) -> str:
    """Return the hash of the lesson; `triage` is the digest of what stops messages ahead of the matcher."""
    head = (str(RECIPE), *(tier.name for tier in lesson.tiers), triage, f"{lesson.max_wrong:g}")
    texts = (f"{p.target}\t{lesson.kinds.get(p.target, '')}\t{p.text}" for p in lesson.phrasings)
    return hashlib.sha256("\n".join((*head, *background(lesson.language), *texts)).encode()).hexdigest()
