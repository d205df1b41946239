"""A number in an answer that its source does not have.

Purpose: nobody reads a duration, a rate or a count that no article states.
Fires on: a number of an answer, in English or Spanish, in digits or in words, alone, in a range or as a percentage,
that none of the facts of the entry's sources has. A percentage is only found as one: "70 minutes" does not support
"70 %", while "7 in 10" and "70 out of 100" do. An entry that names no source has no facts.
Silent on: what the clinic block fills in (`{clinic.phone}`); the number one; ordinals, "once", "half"; the numbers of
crisis and emergency services; "24/7"; the numbers of steps at the start of a line; files without `sources`.
Why: numbers are what patients remember and act on, and what slips most easily when an answer is reworded.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.faq.check.finding import Finding
from bot.faq.numbers import Number, numbers
from bot.faq.placeholder import literal
from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft
    from bot.faq.schema import EntryBlock

ID = "unsupported-number"

# No article is needed for these: 911, 988 and 741741 (US), 112 (EU), 999 (UK) call for help; one is mostly a pronoun.
_HELP = re.compile(r"(?<![\d.,-])(?:911|988|741741|112|999)(?![\d%-])|24/7")
_ONE = Number(value=Decimal(1))


def check(draft: Draft) -> Iterator[Finding]:
    """Yield each answer with numbers that the facts of its sources do not have."""
    if not draft.file.sources:
        return
    facts = {source.id: source.facts for source in draft.file.sources}
    for number, entry in enumerate(draft.file.entries):
        known = {each for source in entry.source for fact in facts[source] for each in numbers(fact, Language.ENGLISH)}
        for key, language, text in _answers(entry):
            unknown = [each for each in _stated(text, language) if each not in known]
            if unknown:
                yield Finding(rule=ID, problem=draft.problem(("entries", number, *key), _message(entry, unknown)))


def _answers(entry: EntryBlock) -> Iterator[tuple[tuple[str, ...], Language, str]]:
    yield ("answer",), Language.ENGLISH, entry.text
    if entry.es:
        yield ("es", "answer"), Language.SPANISH, entry.es.text


def _stated(template: str, language: Language) -> Iterator[Number]:
    stated = numbers(_HELP.sub(" ", literal(template)), language)
    yield from (each for each in dict.fromkeys(stated) if each != _ONE)


def _message(entry: EntryBlock, unknown: list[Number]) -> str:
    listed = ", ".join(str(each) for each in unknown)
    if not entry.source:
        return f"states {listed}, and names no source: add `source:`, or leave the number out"
    return f"states {listed}, which no fact of {', '.join(entry.source)} has: correct it, or add the fact it comes from"
