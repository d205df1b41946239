"""The App Home and `/desk`: what staff have to do, what everybody else can do here. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.channels.slack.cards import since
from bot.channels.slack.inbound import NAME
from bot.channels.slack.text import Block, escape, mrkdwn, ours, plain
from bot.desk.card import SYMBOLS
from bot.desk.due import due_of
from bot.desk.orders import unlinked
from bot.desk.reasons import QUEUE_NAMES, reason
from bot.desk.standing import standing
from bot.model import CaseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.desk.times import Now
    from bot.faq.content import Clinic
    from bot.model import Case, Reply, StaffMember

MOST_ROWS: Final = 25
"""Of each list: three lists and their headings stay well within the hundred blocks of a view."""


def staff_home(cases: Sequence[Case], *, staff: StaffMember, now: Now, staff_page: str) -> list[Block]:
    """Return a staff member's home: what is overdue, what is theirs, what is open."""
    late = [case for case in cases if _is_late(case, now)]
    mine = [case for case in cases if case.owner_id == staff.id]
    waiting = [case for case in cases if case.state is not CaseState.WAITING and case not in mine and case not in late]
    inbox: Block = {"type": "button", "action_id": "case:open", "text": plain("Open the inbox"), "url": staff_page}
    return [
        {"type": "header", "text": plain(f"Hello {staff.name}"[:150])},
        {"type": "actions", "block_id": "inbox", "elements": [{**inbox, "style": "primary", "value": "0"}]},
        *_listed("Overdue", late, now, staff_page),
        *_listed("Mine", [case for case in mine if case not in late], now, staff_page),
        *_listed("Open", waiting, now, staff_page),
    ]


def others_home(greeting: Reply, clinic: Clinic | None, *, user: str, is_for_patients: bool) -> list[Block]:
    """Return everybody else's home: what the desk can do here, when the clinic is open, its phone, who reads along."""
    here = (
        "Write to me under *Messages*. Staff of the clinic can read what you write."
        if is_for_patients
        else "This app is for the clinic's staff. Patients use the clinic's own page or the phone."
    )
    own = [f"*{escape(clinic.name)}* · {escape(clinic.phone)}\n{escape(clinic.hours_text)}"] if clinic else []
    return [
        {"type": "header", "text": plain("The clinic's front desk")},
        *_sections([*map(ours, greeting.paragraphs), mrkdwn(here), *map(mrkdwn, own)]),
        {"type": "context", "elements": [mrkdwn(f"Staff? {unlinked(NAME, user)}")]},
    ]


def _sections(texts: Iterable[Block]) -> Iterable[Block]:
    return ({"type": "section", "text": text} for text in texts)


def help_text(*, is_staff: bool, user: str) -> str:
    """Return what `/desk` says by itself."""
    if not is_staff:
        return f"`/desk` is for the clinic's staff. {unlinked(NAME, user)}"
    return (
        "`/desk open` lists the open cases, only to you.\n"
        "Cases stand as cards in the staff channel: *Reply…* writes to the patient, *Note…* to colleagues. "
        "What you write in a card's thread stays among staff.\n"
        "The Home tab of this app shows what is overdue, yours and open."
    )


def open_text(cases: Sequence[Case], *, now: Now, staff_page: str) -> str:
    """Return the open cases as lines."""
    if not cases:
        return "No case is open."
    more = [f"… and {len(cases) - MOST_ROWS} more: <{staff_page}|open the inbox>"] if len(cases) > MOST_ROWS else []
    return "\n".join([*(_row(case, now, staff_page) for case in cases[:MOST_ROWS]), *more])


def _listed(title: str, cases: Sequence[Case], now: Now, staff_page: str) -> Iterable[Block]:
    yield {"type": "header", "text": plain(f"{title} ({len(cases)})")}
    for case in cases[:MOST_ROWS]:
        yield {"type": "section", "text": mrkdwn(_row(case, now, staff_page))}
    if not cases:
        yield {"type": "context", "elements": [plain("Nothing here.")]}


def _row(case: Case, now: Now, staff_page: str) -> str:
    why, due = reason(case), due_of(case, now=now)
    told = f" · {due.text}" if due else ""
    link = f"<{staff_page}/cases/{case.id}|case {case.id}>"
    first = f"{SYMBOLS[why.urgency]} *{why.urgency.upper()}* · {link} · {QUEUE_NAMES[case.queue]}{told}"
    return f"{first} · {escape(standing(case, staff=None, now=now))} · {since(case.opened_at)}"


def _is_late(case: Case, now: Now) -> bool:
    due = due_of(case, now=now)
    return due is not None and due.is_overdue
