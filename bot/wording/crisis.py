"""The crisis and emergency replies (safety.md). Made from memory: they need no database, no network, no open office."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Alert, Contact, Language, Reply, Signal, Tone
from bot.wording import sentences as say
from bot.wording.labels import LABELS
from bot.wording.resources import Resources, lines_to_tap, resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Clinic


def lines(country: str | None, language: Language) -> str:
    """Return a country's crisis lines as a sentence."""
    help_ = resources(country)
    return help_.crisis_es if language is Language.SPANISH else help_.crisis


def crisis(
    clinic: Clinic | None, language: Language, *, signals: Sequence[Signal], alert: Alert, seen_by: str | None = None
) -> Reply:
    """Return the reply to someone who may be in danger: E1 to E8, and what abuse or another person call for."""
    help_ = resources(clinic.country if clinic else None)
    is_other = _speaks_of(signals, "other", "third-person", "child")
    thanks = (say.CRISIS_THIRD_PERSON if is_other else say.CRISIS_THANKS)[language]
    danger = (say.CRISIS_DANGER_THIRD_PERSON if is_other else say.CRISIS_DANGER)[language]
    first = [f"{thanks} {lines(clinic.country if clinic else None, language)}", danger.format(number=help_.emergency)]
    if not is_other:
        first.append(say.CRISIS_COMPANY[language])
    further = [*_further(help_, language, signals), _alert(alert, language, seen_by)]
    return _urgent([*first, *further, _closing(clinic, language)], clinic, language)


def emergency(
    clinic: Clinic | None, language: Language, *, signals: Sequence[Signal], alert: Alert, seen_by: str | None = None
) -> Reply:
    """Return the reply to an acute medical emergency."""
    help_ = resources(clinic.country if clinic else None)
    paragraphs = [say.EMERGENCY[language].format(number=help_.emergency)]
    if help_.poison and _speaks_of(signals, "poison", "swallow", "overdose", "ingest", "dose"):
        paragraphs.append(say.POISON[language].format(number=help_.poison))
    paragraphs += [
        f"{say.EMERGENCY_AUTOMATED[language]} {_alert(alert, language, seen_by)}",
        _closing(clinic, language),
    ]
    paragraphs.append(beside(clinic, language))
    reply = _urgent(paragraphs, clinic, language)
    ambulance_first = sorted(reply.contacts, key=lambda contact: contact.href != f"tel:{help_.emergency}")
    return replace(reply, contacts=tuple(ambulance_first))


def beside(clinic: Clinic | None, language: Language) -> str:
    """Return the crisis lines as one paragraph beside another reply."""
    country = clinic.country if clinic else None
    return say.LINES_BESIDE[language].format(lines=lines(country, language), number=resources(country).emergency)


def contacts(clinic: Clinic | None, language: Language) -> tuple[Contact, ...]:
    """Return the tappable lines, the clinic's own phone last."""
    if clinic is None:
        return lines_to_tap(None, language)
    own = Contact(label=LABELS["call_us"][language].format(phone=clinic.phone), href=f"tel:{dialed(clinic.phone)}")
    return (*lines_to_tap(clinic.country, language), own)


def dialed(phone: str) -> str:
    """Return a phone number as a `tel:` link dials it."""
    return "".join(c for c in phone if c in "+0123456789")


def _further(help_: Resources, language: Language, signals: Sequence[Signal]) -> list[str]:
    found = []
    if _speaks_of(signals, "overdose", "taken", "pills"):
        found.append(say.CRISIS_OVERDOSE[language].format(number=help_.emergency))
    abuse = help_.abuse_es if language is Language.SPANISH else help_.abuse
    if abuse and _speaks_of(signals, "abuse", "violence"):
        found.append(say.CRISIS_ABUSE[language].format(line=abuse, number=help_.emergency))
    return found


def _alert(alert: Alert, language: Language, seen_by: str | None) -> str:
    return say.ALERT[language][alert].format(name=seen_by or "")


def _closing(clinic: Clinic | None, language: Language) -> str:
    phone = f" {say.CALL_US[language].format(phone=clinic.phone)}" if clinic else ""
    return say.CRISIS_NUMBER[language] + phone


def _urgent(paragraphs: Sequence[str], clinic: Clinic | None, language: Language) -> Reply:
    return Reply(paragraphs=tuple(paragraphs), contacts=contacts(clinic, language), tone=Tone.URGENT, language=language)


def _speaks_of(signals: Sequence[Signal], *words: str) -> bool:
    return any(word in signal.id for signal in signals for word in words)
