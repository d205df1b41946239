"""What the desk says by itself to someone in danger: a person has seen it, nobody has yet, nobody can be reached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.hours import describe_time
from bot.model import Alert, Concern, Disposition, Language, Reply, Signal
from bot.wording import sentences as say
from bot.wording.crisis import beside, contacts, crisis, emergency

if TYPE_CHECKING:
    from datetime import datetime

    from bot.faq.content import Clinic
    from bot.model import Case


def seen(clinic: Clinic | None, language: Language, *, name: str, at: datetime) -> Reply:
    """Return the line that a person has seen the message, with the lines: seeing is not yet helping."""
    time = describe_time(at, clinic.hours, language=language) if clinic else ""
    when = say.AT[language].format(time=time) if time else ""
    told = say.SEEN_AT[language].format(name=name, at=when)
    return Reply(paragraphs=(told, beside(clinic, language)), contacts=contacts(clinic, language), language=language)


def unanswered(clinic: Clinic | None, language: Language, *, case: Case) -> Reply:
    """Return the line that everybody was called and nobody has answered yet, with all that helps meanwhile."""
    return _urgent(clinic, language, case=case, alert=Alert.UNANSWERED, first=say.NOBODY_YET[language])


def unreached(clinic: Clinic | None, language: Language, *, case: Case) -> Reply:
    """Return the line that the alert which was said to be sent reached nobody."""
    return _urgent(clinic, language, case=case, alert=Alert.FAILED, first=say.NOT_REACHED[language])


def _urgent(clinic: Clinic | None, language: Language, *, case: Case, alert: Alert, first: str) -> Reply:
    write = emergency if case.disposition is Disposition.EMERGENCY else crisis
    signals = [Signal(id=rule, concern=Concern.CRISIS) for rule in case.signals]
    reply = write(clinic, language, signals=signals, alert=alert)
    return replace(reply, paragraphs=(first, *reply.paragraphs))
