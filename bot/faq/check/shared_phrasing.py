"""The same phrasing under two entries or topics.

Purpose: what leads to two places leads surely to neither; the desk must then ask "did you mean".
Fires on: a question or phrasing that an earlier entry or topic has in the same language, but for case and
punctuation.
Silent on: phrasings that are only alike, and `must` and `not` lines, which are never matched.
Why: it is allowed, since the file still works, and nearly always a slip: the second author did not see the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.check.asked import Asked, asked
from bot.faq.check.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft
    from bot.model import Language

ID = "shared-phrasing"


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each phrasing that an earlier entry or topic already has."""
    first: dict[tuple[Language, str], Asked] = {}
    for each in asked(draft):
        before = first.setdefault((each.language, each.key), each)
        if before.id != each.id:
            message = f"also leads to `{before.id}` ({before.place.path}:{before.place.line}): keep it in one of them"
            yield Finding(rule=ID, problem=each.problem(message))
