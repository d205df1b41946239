"""The common language: the frozen values that the rooms hand to each other.

Data's way: channel -> Message -> frontdesk -> triage (Signal) -> match (Match) -> decide (Decision)
-> wording (Reply) -> outbox -> channel. Nothing here does anything; nothing here knows where it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Disposition(StrEnum):
    """What a message ends in, most serious first (contract: Dispositions)."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    HANDOFF = "handoff"
    ANSWER = "answer"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"
    OFFTOPIC = "offtopic"


class Concern(StrEnum):
    """What a triage rule is about, most serious first.

    `mention` never decides anything: suicide is spoken of, not as a danger, and the reply carries the lines.
    """

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    CRISIS_POSSIBLE = "crisis-possible"
    CLINICAL = "clinical"
    DESK = "desk"
    SMALLTALK = "smalltalk"
    OFFTOPIC = "offtopic"
    MENTION = "mention"


class Queue(StrEnum):
    """Which of the staff's queues a hand-off joins."""

    CLINICAL = "clinical"
    BILLING = "billing"
    SCHEDULING = "scheduling"
    RECORDS = "records"
    PERSON = "person"
    UNKNOWN = "unknown"


class Priority(StrEnum):
    """How staff see a case: paged until acknowledged, on top of the queue, or in its turn."""

    PAGED = "paged"
    URGENT = "urgent"
    ROUTINE = "routine"


class Language(StrEnum):
    """A language in which replies are written."""

    ENGLISH = "en"
    SPANISH = "es"


class Alert(StrEnum):
    """The true state of the alert to staff, as the crisis reply tells it (safety.md, E6)."""

    SENT = "sent"
    SEEN = "seen"
    UNANSWERED = "unanswered"  # everybody was called, and nobody has seen it yet
    FAILED = "failed"


NEWS = "news"
"""The topic of "any news?" while a case waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One triage rule that fired: its `id` ("crisis.wish-to-die"), and the FAQ's topic that it names, if any."""

    id: str
    concern: Concern
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One thing the FAQ can say (an entry, a desk topic, a smalltalk line) and the probability that it was meant."""

    id: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one message ends in, and why.

    `entries` are answered, `options` offered; `topics` are the desk or smalltalk lines to say; `ranked` holds up to
    five entries whatever was decided; `confidence` is the probability that exactly `entries` are what was asked.
    """

    disposition: Disposition
    queue: Queue | None = None
    priority: Priority = Priority.ROUTINE
    entries: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    ranked: tuple[Match, ...] = ()
    confidence: float = 0.0
    signals: tuple[Signal, ...] = ()
    language: Language = Language.ENGLISH

    @property
    def escalates(self) -> bool:
        """Tell whether staff get the message."""
        return self.disposition in {Disposition.CRISIS, Disposition.EMERGENCY, Disposition.HANDOFF}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """What of a conversation the next message is read with; stored beside it, folded message by message.

    `recent` are the patient's last texts since the start or since staff closed a crisis (at most two: with the new
    one they make the window of three). `options` are what "did you mean" offered last; `subject` the entries answered
    last.
    """

    recent: tuple[str, ...] = ()
    in_crisis: Disposition | None = None
    options: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    waiting: Queue | None = None
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button: what it says, and the text that pressing it sends (it counts like that text typed)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A tappable way to reach help: "Call 988" and `tel:988`."""

    label: str
    href: str


class Tone(StrEnum):
    """How prominently a channel shows a reply."""

    PLAIN = "plain"
    RECEIPT = "receipt"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the patient reads, for every channel: paragraphs in order, then tappable contacts, then choices.

    Paragraphs are plain text: `**bold**` is the only markup. `related` are further questions offered as chips.
    """

    paragraphs: tuple[str, ...]
    contacts: tuple[Contact, ...] = ()
    choices: tuple[Choice, ...] = ()
    related: tuple[Choice, ...] = ()
    tone: Tone = Tone.PLAIN
    is_sample: bool = False
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One text a patient sent. `client_id` is the sender's own id for it: the same id twice is the same message.

    `revises` is the `client_id` of the message that this one is an edit of; `files` is how many attachments came with
    it, which the desk cannot read.
    """

    conversation: str
    client_id: str
    text: str
    channel: str
    sent_at: datetime
    revises: str | None = None
    files: int = 0


class Author(StrEnum):
    """Who wrote a line of a conversation."""

    PATIENT = "patient"
    DESK = "desk"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stored line of a conversation; `number` grows over the whole store and is the event id of the live page.

    `reply` is there for the desk's own lines, `staff_name` for the staff's, `client_id` for what patient or staff sent:
    the same id twice is the same line. `revises`, `files`: the message's; `is_withdrawn`: the patient has deleted it.
    """

    number: int
    conversation: str
    author: Author
    text: str
    at: datetime
    reply: Reply | None = None
    client_id: str | None = None
    staff_name: str | None = None
    revises: str | None = None
    files: int = 0
    is_withdrawn: bool = False


class CaseState(StrEnum):
    """Where an escalation stands; `bot/desk/states.py` holds the ways from one to the next.

    open          in a queue, nobody's
    paged         staff are called until a person says that they have seen it
    acknowledged  a person has seen it, nobody has taken it
    claimed       a person has it: the bot is silent
    waiting       put off until a time, or until the patient writes
    resolved      closed, with how it ended
    """

    OPEN = "open"
    PAGED = "paged"
    ACKNOWLEDGED = "acknowledged"
    CLAIMED = "claimed"
    WAITING = "waiting"
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """How a case ended."""

    ANSWERED = "answered"
    SPOKE = "spoke"
    SENT_TO_CARE = "sent-to-care"
    UNREACHABLE = "unreachable"
    NOT_NEEDED = "not-needed"
    HANDED_BACK = "handed-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An escalation: one conversation that waits for a person. At most one is unresolved per conversation.

    `owner` and the other `_by` are names as patients may read them, `owner_id` is whose case it is. `contacted_at` is
    when someone said that they are contacting the person. `due_at` is when an answer is due by the clinic's hours.
    `is_verified`: staff have made sure who is writing.
    """

    id: int
    conversation: str
    channel: str
    disposition: Disposition
    queue: Queue
    priority: Priority
    state: CaseState
    signals: tuple[str, ...]
    opened_at: datetime
    updated_at: datetime
    due_at: datetime | None = None
    owner_id: int | None = None
    owner: str | None = None
    claimed_at: datetime | None = None
    snoozed_until: datetime | None = None
    paged_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    contacted_at: datetime | None = None
    is_verified: bool = False
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    resolution: Resolution | None = None

    @property
    def is_grave(self) -> bool:
        """Tell whether someone may be in danger."""
        return self.disposition in {Disposition.CRISIS, Disposition.EMERGENCY}


class RelayContent(StrEnum):
    """How much of what is said a card shows in a staff channel: nothing but a link, a redacted line, all of it."""

    LINK = "link"
    REDACTED = "redacted"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What staff wrote for each other beside a case: it is kept apart from all that a patient can be sent."""

    id: int
    case: int
    staff_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientContact:
    """How a patient who has closed the page can be reached: as they wrote it, unverified. One of the two is there."""

    name: str = ""
    phone: str = ""
    email: str = ""


class TimerKind(StrEnum):
    """What a case is to be looked at again for.

    page        the next rung of who is called, until someone has seen it
    unanswered  someone in danger wrote, and whose case it is has not replied
    snooze      the time a case was put off until
    follow-up   a crisis was closed: ask how the person is
    notice      staff replied: tell the patient, unless their page has shown it
    """

    PAGE = "page"
    UNANSWERED = "unanswered"
    SNOOZE = "snooze"
    FOLLOW_UP = "follow-up"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A moment at which something happens to a case by itself, once. `step` is the minute of the paging ladder."""

    id: int
    kind: TimerKind
    case: int
    step: int
    due_at: datetime


class Role(StrEnum):
    """What a person on staff may do, least first; each may do all that those before it may.

    An agent works on cases; a lead also assigns others and closes a crisis that somebody else owns; an admin also
    keeps the accounts.
    """

    AGENT = "agent"
    LEAD = "lead"
    ADMIN = "admin"

    def covers(self, least: Role) -> bool:
        """Tell whether this role may do what `least` may."""
        order = tuple(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A person who may sign in to the staff page; `must_change_password`: the present one was made by the desk."""

    id: int
    username: str
    name: str
    role: Role = Role.AGENT
    must_change_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account as who keeps the accounts sees it; a one-time password works before `one_time_until`."""

    staff: StaffMember
    created_at: datetime
    disabled_at: datetime | None = None
    one_time_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSession:
    """One browser in which a person is signed in; the row is known by its token's hash only."""

    token_hash: str
    browser: str
    opened_at: datetime
    used_at: datetime
    expires_at: datetime
