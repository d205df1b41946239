"""What the page shows below the talk while a patient waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.model import Queue
from bot.waiting import Means
from bot.wording.standing import standing

if TYPE_CHECKING:
    from bot.channels.web.desk import Desk
    from bot.model import Language, PatientContact
    from bot.ports import Clock, Patients
    from bot.waiting import Telling

_BY_NAME: Final = frozenset({Queue.SCHEDULING, Queue.BILLING, Queue.RECORDS})
"""Whoever answers these needs to find a record."""


_TELLS: Final = {
    frozenset({Means.EMAIL, Means.PHONE}): "tells",
    frozenset({Means.EMAIL}): "tells_email",
    frozenset({Means.PHONE}): "tells_phone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the case stands, in words; `contact` is how the patient can be reached, mostly hidden.

    `is_told`: a notice goes there when a reply waits; `tells` names the label that says where one would go.

    `is_asked`: someone may be in danger, so that the number is asked for at once. `hint`: what is wrong with the form.
    """

    text: str
    language: Language
    contact: str
    is_asked: bool
    wants_name: bool
    is_told: bool = False
    tells: str = ""
    hint: str = ""


class Standings:
    """Reads where a visitor's case stands."""

    def __init__(self, desk: Desk, patients: Patients, clock: Clock, telling: Telling) -> None:
        self._desk = desk
        self._telling = telling
        self._patients = patients
        self._clock = clock

    def of(self, conversation: str, *, hint: str = "") -> Standing | None:
        """Return where the conversation's case stands; None where nobody is waited for. Raises StoreError."""
        case = self._patients.case(conversation)
        if case is None:
            return None
        language, contact = self._desk.language(conversation), self._patients.contact(conversation)
        return Standing(
            text=standing(case, self._desk.faq.clinic, now=self._clock.now(), language=language),
            language=language,
            contact=masked(contact) if contact else "",
            is_asked=case.is_grave and contact is None,
            wants_name=case.queue in _BY_NAME,
            is_told=contact is not None and self._telling.covers(contact),
            tells=_TELLS.get(self._telling.means, ""),
            hint=hint,
        )


def masked(contact: PatientContact) -> str:
    """Return enough to recognize one's own number or address, and too little to learn it from a screen."""
    if contact.phone:
        return f"••• {contact.phone[-2:]}"
    name, _, place = contact.email.partition("@")
    return f"{name[:1]}•••@{place}"
