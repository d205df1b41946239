"""The ways from one state of a case to the next. Pure: each takes a case and returns the case after it.

open -> claimed -> waiting -> claimed -> resolved; danger: paged -> acknowledged -> claimed -> resolved. A new message
brings a waiting case back, and a case resolved lately is opened again. Doing a thing twice is doing it once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.errors import AlreadyClaimed, NotAllowed
from bot.model import CaseState, Priority, Resolution

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Case, StaffMember

REOPENS_WITHIN: Final = timedelta(hours=48)
"""A conversation that escalates again so soon goes on with its case: staff see what was said and done."""

PAGES_AGAIN_AFTER: Final = timedelta(minutes=10)
"""New words of danger page again, but not while a person has just seen the last ones."""


def is_owned(case: Case | None) -> bool:
    """Tell whether a person has the conversation, so that the bot is silent."""
    return case is not None and case.state is not CaseState.RESOLVED and case.owner_id is not None


def awaits_answer(case: Case) -> bool:
    """Tell whether someone in danger waits for the person who has the case."""
    return case.is_grave and case.state in {CaseState.CLAIMED, CaseState.ACKNOWLEDGED}


def acknowledge(case: Case, staff: StaffMember, now: datetime) -> Case:
    """Say that a person has seen it; paging ends."""
    if case.state is not CaseState.PAGED:
        return case
    state = CaseState.ACKNOWLEDGED if case.owner_id is None else CaseState.CLAIMED
    return replace(case, state=state, acknowledged_at=now, acknowledged_by=staff.name)


def contact(case: Case, staff: StaffMember, now: datetime) -> Case:
    """Say that staff are contacting the person now, which is also having seen it. Raises NotAllowed."""
    _refuse_resolved(case)
    return replace(acknowledge(case, staff, now), contacted_at=case.contacted_at or now)


def claim(case: Case, staff: StaffMember, now: datetime, *, over: int | None = None) -> Case:
    """Take the case, also from the colleague `over`; one who takes it has seen it.

    Raises AlreadyClaimed where it is another colleague's, NotAllowed.
    """
    _refuse_resolved(case)
    if case.owner_id not in {None, staff.id, over}:
        raise AlreadyClaimed(case.owner or "a colleague")
    return assign(acknowledge(case, staff, now), staff, now)


def assign(case: Case, to: StaffMember, now: datetime) -> Case:
    """Give the case to somebody, whosever it was; a page goes on until someone has seen it. Raises NotAllowed."""
    _refuse_resolved(case)
    if case.owner_id == to.id and case.state in {CaseState.CLAIMED, CaseState.PAGED}:
        return case
    state = case.state if case.state is CaseState.PAGED else CaseState.CLAIMED
    return replace(case, state=state, owner_id=to.id, owner=to.name, claimed_at=now, snoozed_until=None)


def release(case: Case) -> Case:
    """Put the case back into its queue. Raises NotAllowed."""
    _refuse_resolved(case)
    state = case.state if case.state is CaseState.PAGED else _unowned(case)
    return replace(case, state=state, owner_id=None, owner=None, claimed_at=None, snoozed_until=None)


def snooze(case: Case, staff: StaffMember, *, until: datetime, now: datetime) -> Case:
    """Put the case off; who does so takes it. Raises AlreadyClaimed, NotAllowed: never danger, never into the past."""
    if case.is_grave:
        raise NotAllowed("someone may be in danger: this case cannot be put off")
    if until <= now:
        raise NotAllowed("choose a time that is still to come")
    return replace(claim(case, staff, now), state=CaseState.WAITING, snoozed_until=until)


def wake(case: Case) -> Case:
    """Bring a waiting case back: the patient wrote, or its time has come."""
    if case.state is not CaseState.WAITING:
        return case
    state = _unowned(case) if case.owner_id is None else CaseState.CLAIMED
    return replace(case, state=state, snoozed_until=None)


def verify(case: Case, *, is_verified: bool) -> Case:
    """Say whether staff have made sure who is writing."""
    return replace(case, is_verified=is_verified)


def resolve(case: Case, staff: StaffMember, now: datetime, *, resolution: Resolution) -> Case:
    """Close the case with how it ended; who closes it has seen it."""
    if case.state is CaseState.RESOLVED:
        return case
    seen = acknowledge(case, staff, now)
    return replace(
        seen,
        state=CaseState.RESOLVED,
        snoozed_until=None,
        resolved_at=now,
        resolved_by=staff.name,
        resolution=resolution,
    )


def page(case: Case, now: datetime) -> Case:
    """Call staff, also where somebody has the case."""
    state = CaseState.PAGED
    return replace(wake(case), state=state, paged_at=now, acknowledged_at=None, acknowledged_by=None, contacted_at=None)


def needs_paging(case: Case, now: datetime, *, is_new_danger: bool) -> bool:
    """Tell whether this escalation calls staff: danger that nobody has seen, or new danger some time after that."""
    if case.priority is not Priority.PAGED or case.state is CaseState.PAGED:
        return False
    seen = case.acknowledged_at
    return seen is None or (is_new_danger and now - seen >= PAGES_AGAIN_AFTER)


def reopen(case: Case) -> Case:
    """Open a resolved case again, as nobody's; how it ended stays in the audit."""
    return replace(
        case,
        state=CaseState.OPEN,
        owner_id=None,
        owner=None,
        claimed_at=None,
        acknowledged_at=None,
        acknowledged_by=None,
        contacted_at=None,
        resolved_at=None,
        resolved_by=None,
        resolution=None,
    )


def may_reopen(case: Case, now: datetime) -> bool:
    """Tell whether a resolved case is recent enough to go on with."""
    return case.resolved_at is not None and now - case.resolved_at <= REOPENS_WITHIN


def _unowned(case: Case) -> CaseState:
    return CaseState.OPEN if case.acknowledged_at is None else CaseState.ACKNOWLEDGED


def _refuse_resolved(case: Case) -> None:
    if case.state is CaseState.RESOLVED:
        raise NotAllowed("this case has been resolved; it opens again when the patient writes")
