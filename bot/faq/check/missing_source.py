"""An answer that names no source.

Purpose: every fact a patient reads can be traced to the article it comes from.
Fires on: an entry without `source`, in a file that has `sources`.
Silent on: files without `sources`; answers that quote the clinic block (`{clinic.phone}`): the clinic is their
source.
Why: an answer without a source cannot be reviewed, and its numbers cannot be compared with anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.check.finding import Finding
from bot.faq.placeholder import fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft

ID = "missing-source"


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each entry that names no source and quotes nothing of the clinic's own."""
    for number, entry in enumerate(draft.file.entries if draft.file.sources else ()):
        if not entry.source and not fields(entry.text):
            message = f"`{entry.id}` names no source: add `source:` with an id from `sources`"
            yield Finding(rule=ID, problem=draft.problem(("entries", number), message))
