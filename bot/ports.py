"""What the front desk needs of the outside, one small Protocol a concern.

The store implements the first four; `bot.app` wires them. All are synchronous: callers that serve an event loop run
them in a thread. Times are aware datetimes in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from bot.model import Resolution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from bot.beside import Happening, Present
    from bot.model import (
        Account,
        Case,
        Decision,
        Dialogue,
        Line,
        Message,
        Note,
        PatientContact,
        Reply,
        Role,
        StaffMember,
        StaffSession,
    )
    from bot.pages import Health, Page


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What storing a message gave: its line, if it is new, its reply if it has one, the dialogue if it was read."""

    line: Line
    is_new: bool
    reply: Line | None
    dialogue: Dialogue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What has happened since a number of the audit: the newest number, and the conversations that it is about."""

    number: int
    conversations: frozenset[str] = frozenset()


class Inbox(Protocol):
    """Where patients' messages are stored before anything is done with them."""

    def accept(self, message: Message) -> Accepted:
        """Commit the message, once for each (conversation, client_id). Raises StoreError if it could not be stored."""
        ...

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Accepted]:
        """Commit messages together as `accept` does each, or none of them."""
        ...

    def withdraw(self, conversation: str, client_id: str) -> None:
        """Mark what the patient sent, or is yet to be heard to have sent, with this id as deleted by them."""
        ...

    def unanswered(self) -> Sequence[Line]:
        """Return the patients' lines that have no outcome yet, oldest first: what a killed process left behind."""
        ...


ReplyTo: TypeAlias = "Callable[[Case | None], Reply]"
"""A reply that depends on what the message makes of the conversation's case: who has seen it."""


class Conversations(Protocol):
    """Reading a conversation and recording what a message came to."""

    def dialogue(self, conversation: str) -> Dialogue:
        """Return the state the next message is read with; a fresh one for an unknown conversation."""
        ...

    def record(
        self,
        line: Line,
        *,
        decision: Decision,
        reply: Reply | ReplyTo | None,
        dialogue: Dialogue,
        due_at: datetime | None = None,
    ) -> Line | None:
        """Commit in one transaction the outcome, the reply's line, the dialogue and, if it escalates, the open case.

        Does nothing and returns the stored reply when the line already has an outcome. None: the desk stays silent,
        because a person has the conversation. `due_at`: when staff are to have answered. A `ReplyTo` is called in the
        transaction, with the case as it will be.
        """
        ...

    def lines(self, conversation: str, *, after: int = 0) -> Sequence[Line]:
        """Return the conversation's lines with a number above `after`, in order."""
        ...

    def latest(self) -> int:
        """Return the highest line number of the whole store: it has grown when anything was said anywhere."""
        ...

    def decisions(self, conversation: str) -> Sequence[tuple[Line, Decision]]:
        """Return what each of the patient's lines came to, in order."""
        ...


class Cases(Protocol):
    """The escalations that staff work on; `bot/desk/states.py` holds what each act makes of a case.

    Every act is one transaction with its row in the audit, raises KeyError for an unknown case, and done twice is done
    once.
    """

    def open_cases(self) -> Sequence[Case]:
        """Return the cases that are not resolved, most urgent first, then oldest."""
        ...

    def resolved_cases(self, *, limit: int = 50) -> Sequence[Case]:
        """Return the cases resolved last, newest first."""
        ...

    def resolved_since(self, at: datetime) -> int:
        """Return how many cases are resolved that were not before this moment."""
        ...

    def case(self, case_id: int) -> Case | None:
        """Return one case."""
        ...

    def notes(self, case_id: int) -> Sequence[Note]:
        """Return what staff noted beside a case, oldest first."""
        ...

    def history(self, case_id: int) -> Sequence[Happening]:
        """Return what was done to a case, oldest first."""
        ...

    def of_conversation(self, conversation: str) -> Sequence[Case]:
        """Return the conversation's cases, newest first."""
        ...

    def search(self, text: str, *, limit: int = 50) -> Sequence[Case]:
        """Return the cases with this number, or whose patient, staff or notes said this; open ones first, then new.

        Case does not matter in ASCII; `%`, `_` and the like stand for themselves.
        """
        ...

    def acknowledge(self, case_id: int, *, staff: StaffMember) -> Case:
        """Say that a person has seen it; paging ends."""
        ...

    def contact(self, case_id: int, *, staff: StaffMember) -> Case:
        """Say that staff are contacting the person now. Raises NotAllowed."""
        ...

    def claim(self, case_id: int, *, staff: StaffMember, over: int | None = None) -> Case:
        """Take the case, also from the colleague `over`. Raises AlreadyClaimed where it is another's, NotAllowed."""
        ...

    def assign(self, case_id: int, *, staff: StaffMember, to: StaffMember) -> Case:
        """Give the case to `to`, whosever it was. Raises NotAllowed."""
        ...

    def release(self, case_id: int, *, staff: StaffMember) -> Case:
        """Put one's own case back into its queue; the bot answers again. Raises AlreadyClaimed, NotAllowed."""
        ...

    def snooze(self, case_id: int, *, staff: StaffMember, until: datetime) -> Case:
        """Put the case off until a time or the patient's next message. Raises AlreadyClaimed, NotAllowed."""
        ...

    def verify(self, case_id: int, *, staff: StaffMember, is_verified: bool) -> Case:
        """Say whether staff have made sure who is writing."""
        ...

    def note(self, case_id: int, *, staff: StaffMember, text: str) -> Note:
        """Keep a note for staff beside the case; no patient is ever sent one."""
        ...

    def reply(
        self, case_id: int, *, staff: StaffMember, text: str, last_seen: int, client_id: str | None = None
    ) -> Line:
        """Commit a staff reply for exactly this case's patient; the same `client_id` twice is the same reply.

        Who replies has the case. Raises StaleView where the patient wrote after line `last_seen`, AlreadyClaimed where
        the case is a colleague's, NotAllowed where it is resolved.
        """
        ...

    def resolve(
        self,
        case_id: int,
        *,
        staff: StaffMember,
        resolution: Resolution = Resolution.ANSWERED,
        last_seen: int | None = None,
    ) -> None:
        """Close the case; a crisis ends with it and the dialogue's window begins anew.

        Raises StaleView where the patient wrote after line `last_seen`, if it is given, and AlreadyClaimed.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The last line of staff's that the patient's page has shown, 0 for none, and since when."""

    number: int
    at: datetime | None


class Patients(Protocol):
    """What is known of a patient beside the words."""

    def case(self, name: str) -> Case | None:
        """Return the conversation's open case."""
        ...

    def contact(self, name: str) -> PatientContact | None:
        """Return how the patient can be reached when the page is closed."""
        ...

    def leave_contact(self, name: str, given: PatientContact) -> None:
        """Keep how the patient can be reached. Raises KeyError for a conversation without a message."""
        ...

    def seen(self, name: str) -> Seen:
        """Return what the patient's page has shown of what staff wrote."""
        ...

    def show(self, name: str, number: int) -> None:
        """Note that the patient's page has shown the lines up to a number."""
        ...


class Timers(Protocol):
    """The moments at which something happens to a case by itself (`bot.model.TimerKind`)."""

    def fire(self) -> int:
        """Do what is due, each timer once among all processes, with its effects in one transaction; return how many.

        What one of them fails at keeps none of the others waiting: it raises when all have been tried, and stays due.
        """
        ...


class Pages(Protocol):
    """The calls to those who are on call: an outbox, so that each is sent also when the process died meanwhile."""

    def take(self, *, limit: int) -> Sequence[Page]:
        """Take over pages that are due, for so long as sending may last; none whose case a person has seen."""
        ...

    def sent(self, one: Page) -> None:
        """Note that a page was sent."""
        ...

    def failed(self, one: Page, error: str) -> None:
        """Note why a page could not be sent, and when it is tried again."""
        ...

    def test(self) -> Sequence[int]:
        """Queue a test page to every place; return their ids."""
        ...

    def test_daily(self) -> None:
        """Queue the day's test pages, once among all processes, if their hour has come."""
        ...

    def pages(self, ids: Sequence[int]) -> Sequence[Page]:
        """Return these pages as they are now."""
        ...

    def last(self) -> Sequence[Page]:
        """Return, for each place, the page that was tried last."""
        ...

    def health(self) -> Health:
        """Tell whether staff can be called. Never raises."""
        ...


class Presence(Protocol):
    """Who has which case's page open now; a page that is not heard of for a while is taken for closed."""

    def note(self, case_id: int, *, staff: StaffMember, is_writing: bool) -> None:
        """Note that the person has the case's page open. Does nothing for an unknown case."""
        ...

    def leave(self, case_id: int, *, staff: StaffMember) -> None:
        """Note that the person has closed it."""
        ...

    def here(self) -> Sequence[Present]:
        """Return who has which case open, by case and name."""
        ...


class Accounts(Protocol):
    """Who may sign in to the staff page. Passwords are stored as argon2id hashes, session tokens as SHA-256.

    There is always an admin who may sign in: the first account is one, and a change that would leave none raises
    AccountError, as does an unknown username. Every change is in the audit; `by` is who made it, None on the command
    line.
    """

    def has_staff(self) -> bool:
        """Tell whether any account exists."""
        ...

    def everyone(self) -> Sequence[Account]:
        """Return every account, by username."""
        ...

    def add(  # noqa: PLR0913 - an account has as many facts
        self,
        *,
        username: str,
        name: str,
        password_hash: str,
        role: Role | None = None,
        one_time_for: timedelta | None = None,
        by: StaffMember | None = None,
    ) -> StaffMember:
        """Create an account, the first as admin, others as agent where no role is given.

        A one-time password has to be changed, and works only for so long.
        """
        ...

    def set_role(self, username: str, role: Role, *, by: StaffMember | None = None) -> StaffMember:
        """Give the account another role, and end its sessions."""
        ...

    def disable(self, username: str, *, by: StaffMember | None = None) -> StaffMember:
        """Let nobody sign in to the account, end its sessions, release its cases. Twice is once."""
        ...

    def enable(self, username: str, *, by: StaffMember | None = None) -> StaffMember:
        """Let its owner sign in again."""
        ...

    def set_password(
        self,
        username: str,
        *,
        password_hash: str,
        one_time_for: timedelta | None = None,
        by: StaffMember | None = None,
    ) -> StaffMember:
        """Replace the account's password, by a one-time one where that lasts for a time, and end its sessions."""
        ...

    def password_hash(self, username: str) -> tuple[StaffMember, str] | None:
        """Return the account and its hash, or None where nobody can sign in: unknown, disabled, run out."""
        ...

    def renew_hash(self, staff: StaffMember, *, old: str, new: str) -> None:
        """Replace the hash of the same password, unless the password was changed meanwhile."""
        ...

    def open_session(self, staff: StaffMember, *, token_hash: str, expires_at: datetime, browser: str = "") -> None:
        """Store a session."""
        ...

    def session(
        self, token_hash: str, *, used_after: datetime | None = None, is_use: bool = True
    ) -> StaffMember | None:
        """Return whose live session this is, if it was used after a moment; note that it is used now, if it is."""
        ...

    def sessions(self, staff: StaffMember, *, used_after: datetime) -> Sequence[StaffSession]:
        """Return the person's live sessions, the last used first."""
        ...

    def close_session(self, token_hash: str) -> None:
        """End a session."""
        ...

    def close_sessions(self, staff: StaffMember, *, only: str | None = None) -> None:
        """End the person's sessions, or only the one whose token has this hash."""
        ...
