"""Where a patient's case stands, truthfully: who has it, who has seen it, or that nobody has yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.desk.hours import describe, is_open, next_opening
from bot.model import CaseState
from bot.wording import sentences as say

if TYPE_CHECKING:
    from datetime import datetime

    from bot.faq.content import Clinic
    from bot.model import Case, Language


def standing(case: Case, clinic: Clinic | None, *, now: datetime, language: Language) -> str:
    """Return a sentence or two on an open case; no time is promised, and nobody is said to act who has not."""
    named = {"name": case.owner or case.acknowledged_by or ""}
    match case.state:
        case CaseState.OPEN:
            return " ".join((say.STANDING_OPEN[language], *_when(clinic, now, language)))
        case CaseState.PAGED:
            return say.STANDING_PAGED[language]
        case CaseState.ACKNOWLEDGED:
            return say.STANDING_SEEN[language].format(**named)
        case CaseState.CLAIMED | CaseState.WAITING:
            return say.STANDING_CLAIMED[language].format(**named)
        case CaseState.RESOLVED:
            return ""
        case _:
            assert_never(case.state)


def _when(clinic: Clinic | None, now: datetime, language: Language) -> tuple[str, ...]:
    if clinic is None or is_open(clinic.hours, now):
        return ()
    opens = next_opening(clinic.hours, now)
    if opens is None:
        return (say.CLOSED[language],)
    return (say.CLOSED_NOW[language].format(when=describe(opens, now, clinic.hours, language=language)),)
