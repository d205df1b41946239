"""An entry with too few ways to ask for it.

Purpose: patients ask the same thing in many words; an entry that knows few of them hands the rest to staff.
Fires on: an entry with fewer than 15 phrasings, in `asks` and its phrasing file together, in a file with a `clinic`
block.
Silent on: files without a `clinic` block, which are tests or other trades; topics; Spanish, which is optional.
Why: every phrasing is one more way in, and calibration holds some of them out to learn how sure a match is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.check.finding import Finding
from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft

ID = "few-asks"
ENOUGH = 15


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each entry that has fewer than `ENOUGH` phrasings."""
    for number, entry in enumerate(draft.file.entries if draft.file.clinic else ()):
        count = len(entry.asks) + len(draft.more_of(entry, Language.ENGLISH))
        if count < ENOUGH:
            message = f"`{entry.id}` has {count} phrasings: add {ENOUGH - count} more ways that patients ask it"
            yield Finding(rule=ID, problem=draft.problem(("entries", number, "asks"), message))
