"""The same phrasing twice in one entry or topic.

Purpose: a phrasing counts once, however often it is written; a repeated line only looks like more coverage.
Fires on: a line under `asks`, or in the phrasing file, that differs from an earlier one of the same entry and
language in nothing but case and punctuation.
Silent on: the entry's own `question` written again under `asks`, once: many people keep that list complete in itself.
Why: with a repeated line the entry weighs more in the mean over phrasings than its coverage deserves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.check.asked import Asked, asked
from bot.faq.check.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft
    from bot.model import Language

ID = "repeated-phrasing"


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each phrasing that stands a second time in its entry."""
    first: dict[tuple[str, Language, str], Asked] = {}
    for each in (each for each in asked(draft) if not each.is_question):
        before = first.setdefault((each.id, each.language, each.key), each)
        if before is not each:
            message = f"the same phrasing as in {before.place.path}:{before.place.line}: remove one"
            yield Finding(rule=ID, problem=each.problem(message))
