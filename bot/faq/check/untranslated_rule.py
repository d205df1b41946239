"""A house rule that a Spanish text quotes and that stands only in English.

Purpose: whoever is answered in Spanish can read the house rules too.
Fires on: a Spanish answer or line with `{clinic.rules.NAME}`, where the clinic's `es: rules:` has no NAME.
Silent on: rules that no Spanish text quotes; files without Spanish.
Why: a missing Spanish rule is filled in with the English one, since a rule in English is better than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.check.finding import Finding
from bot.faq.placeholder import RULE_PREFIX, fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft

ID = "untranslated-rule"


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each Spanish text that quotes a rule without its Spanish."""
    clinic = draft.file.clinic
    spanish = clinic.es.rules if clinic and clinic.es else {}
    for path, block in draft.blocks():
        for field in dict.fromkeys(fields(block.es.text if block.es else "")):
            name = field.removeprefix(RULE_PREFIX)
            if name != field and name not in spanish:
                message = f"quotes the rule `{name}` in English: write it in Spanish under `es: rules:` of the clinic"
                yield Finding(rule=ID, problem=draft.problem((*path, "es"), message))
