"""Where a case stands, how it ended and what was done to it: the model's words in a person's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, assert_never

from bot.model import CaseState, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.beside import Happening
    from bot.desk.times import Moment, Now
    from bot.model import Case, StaffMember


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One way to close a case: what the button says, and what it means."""

    resolution: Resolution
    label: str
    meaning: str


ENDINGS: Final = (
    Ending(resolution=Resolution.ANSWERED, label="Answered", meaning="The reply settles it."),
    Ending(resolution=Resolution.SPOKE, label="Spoke with them", meaning="By phone or in person."),
    Ending(
        resolution=Resolution.SENT_TO_CARE, label="Sent to care", meaning="911, an emergency room, another clinician."
    ),
    Ending(
        resolution=Resolution.UNREACHABLE,
        label="Could not reach them",
        meaning="Tried, without an answer; say how in a note.",
    ),
    Ending(resolution=Resolution.NOT_NEEDED, label="Nothing needed", meaning="A test, a mistake, settled elsewhere."),
    Ending(
        resolution=Resolution.HANDED_BACK,
        label="Hand back to the front desk",
        meaning="The automated desk answers again; nobody on staff does.",
    ),
)
"""Every way, in the order in which they are offered."""

_LABELS: Final = {ending.resolution: ending.label for ending in ENDINGS}


def endings_of(case: Case) -> tuple[Ending, ...]:
    """Return how the case may be closed: someone who may be in danger is not handed back to an automated desk."""
    return tuple(one for one in ENDINGS if not (case.is_grave and one.resolution is Resolution.HANDED_BACK))


def ending_in_words(resolution: Resolution | None) -> str:
    """Word how a case ended."""
    return _LABELS[resolution] if resolution else "No outcome given"


def standing(case: Case, *, staff: StaffMember | None, now: Now) -> str:
    """Say in one phrase where the case stands, to the person who reads it; `staff` None: to everybody."""
    owner = "You" if staff and case.owner_id == staff.id else case.owner
    match case.state:
        case CaseState.OPEN:
            return "Nobody has it"
        case CaseState.PAGED:
            return f"{_has(owner)}, but nobody has seen the alarm" if owner else "Nobody has seen it yet"
        case CaseState.ACKNOWLEDGED:
            return f"Seen by {case.acknowledged_by or 'staff'}, nobody has it"
        case CaseState.CLAIMED:
            return f"{_has(owner or 'A colleague')}{', contacting the person' if case.contacted_at else ''}"
        case CaseState.WAITING:
            until = f" until {now.moment(case.snoozed_until).within}" if case.snoozed_until else ""
            return f"Put off{until}{f' ({owner})' if owner else ''}"
        case CaseState.RESOLVED:
            by = f" by {case.resolved_by}" if case.resolved_by else ""
            return f"Resolved{by}: {ending_in_words(case.resolution).lower()}"
        case _:
            assert_never(case.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One line of a case's history."""

    text: str
    when: Moment


def told(history: Iterable[Happening], *, now: Now) -> tuple[Done, ...]:
    """Word what was done to a case; kinds that nobody here knows keep their own name."""
    worth_telling = (one for one in history if one.kind not in _SILENT)
    return tuple(Done(text=_sentence(one, now), when=now.moment(one.at)) for one in worth_telling)


def _sentence(one: Happening, now: Now) -> str:
    who = one.staff_name or "The desk"
    if one.kind == "case.claimed" and one.owner and one.owner != one.staff_name:
        return f"{who} gave it to {one.owner}"
    if one.kind == "case.snoozed" and one.until:
        return f"{who} put it off until {now.moment(one.until).within}"
    if one.kind == "case.resolved":
        return f"{who} closed it: {ending_in_words(one.resolution).lower()}"
    known = _SENTENCES.get(one.kind)
    return known.format(who=who) if known else f"{who}: {one.kind.partition('.')[2]}"


def _has(owner: str) -> str:
    return "You have it" if owner == "You" else f"{owner} has it"


_SENTENCES: Final = {
    "case.opened": "The desk handed it over",
    "case.reopened": "The patient wrote again: opened again",
    "case.raised": "The patient wrote more: the reasons changed",
    "case.paged": "Staff were called",
    "case.acknowledged": "{who} said they have seen it",
    "case.contacted": "{who} said they are contacting the person",
    "case.claimed": "{who} claimed it",
    "case.released": "{who} put it back into the queue",
    "case.snoozed": "{who} put it off",
    "case.woken": "It came back from being put off",
    "case.verified": "{who} changed whether the identity is verified",
    "case.noted": "{who} wrote a note",
    "page.sent": "Someone on call was called",
    "contact.left": "The patient left how they can be reached",
    "notice.sent": "The patient was told that a reply waits",
    "notice.failed": "The patient could not be told that a reply waits",
    "page.failed": "A call to someone on call did not go out",
}
_SILENT: Final = frozenset({"page.queued", "timer.fired"})
KNOWN: Final = frozenset({*_SENTENCES, *_SILENT, "case.resolved"})
"""The kinds that have words here."""
