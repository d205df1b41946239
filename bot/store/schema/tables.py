"""The tables. Numbers are never used again, so that a live page that has seen line 7 never meets another line 7."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from bot.model import Decision, Dialogue, Reply, Role
from bot.store.schema.columns import Moment, Number, Value, Words

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

conversation: Final = Table(
    "conversation",
    metadata,
    Column("id", Words(), primary_key=True),
    Column("channel", Words(), nullable=False),
    Column("created_at", Moment(), nullable=False),
    Column("dialogue", Value(Dialogue), nullable=False),
    Column("seen", Number(), nullable=False, server_default="0"),
    Column("seen_at", Moment()),
)
"""`seen`: the last line that the patient's page has shown, and since when."""

contact: Final = Table(
    "contact",
    metadata,
    Column("conversation", ForeignKey("conversation.id"), primary_key=True),
    Column("name", Words(), nullable=False),
    Column("phone", Words(), nullable=False),
    Column("email", Words(), nullable=False),
    Column("at", Moment(), nullable=False),
)

staff: Final = Table(
    "staff",
    metadata,
    Column("id", Number(), primary_key=True),
    Column("username", Words(), nullable=False, unique=True),
    Column("name", Words(), nullable=False),
    Column("password_hash", Words(), nullable=False),
    Column("created_at", Moment(), nullable=False),
    Column("disabled_at", Moment()),
    Column("role", String(16), nullable=False, server_default=Role.AGENT.value),
    Column("one_time_until", Moment()),
    sqlite_autoincrement=True,
)

staff_session: Final = Table(
    "staff_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id"), nullable=False),
    Column("opened_at", Moment(), nullable=False),
    Column("used_at", Moment(), nullable=False),
    Column("expires_at", Moment(), nullable=False),
    Column("browser", Words(), nullable=False, server_default=""),
)

line: Final = Table(
    "line",
    metadata,
    Column("number", Number(), primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), nullable=False, index=True),
    Column("author", String(16), nullable=False),
    Column("text", Words(), nullable=False),
    Column("at", Moment(), nullable=False),
    Column("reply", Value(Reply)),
    Column("client_id", Words()),
    Column("staff", ForeignKey("staff.id")),
    Column("answers", ForeignKey("line.number"), unique=True),
    Column("salt", String(32)),
    Column("revises", Words()),
    Column("files", Integer(), nullable=False, server_default=text("0")),
    UniqueConstraint("conversation", "author", "client_id"),
    sqlite_autoincrement=True,
)

outcome: Final = Table(
    "outcome",
    metadata,
    Column("line", ForeignKey("line.number"), primary_key=True),
    Column("disposition", String(16), nullable=False),
    Column("queue", String(16)),
    Column("priority", String(16), nullable=False),
    Column("decision", Value(Decision), nullable=False),
    Column("at", Moment(), nullable=False),
    Column("is_silent", Boolean(), nullable=False, server_default=false()),
)

case: Final = Table(
    "case",
    metadata,
    Column("id", Number(), primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), nullable=False),
    Column("disposition", String(16), nullable=False),
    Column("queue", String(16), nullable=False),
    Column("priority", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("signals", Value(tuple[str, ...]), nullable=False),
    Column("opened_at", Moment(), nullable=False),
    Column("updated_at", Moment(), nullable=False),
    Column("resolved_at", Moment()),
    Column("resolved_by", ForeignKey("staff.id")),
    Column("due_at", Moment()),
    Column("owner", ForeignKey("staff.id")),
    Column("claimed_at", Moment()),
    Column("snoozed_until", Moment()),
    Column("paged_at", Moment()),
    Column("acknowledged_at", Moment()),
    Column("acknowledged_by", ForeignKey("staff.id")),
    Column("contacted_at", Moment()),
    Column("is_verified", Boolean(), nullable=False, server_default=false()),
    Column("resolution", String(16)),
    sqlite_autoincrement=True,
)

_IS_OPEN: Final = text("state <> 'resolved'")

one_open_case: Final = Index(
    "uq_case_open", case.c.conversation, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
)
Index("ix_case_state", case.c.state, case.c.resolved_at)
Index("ix_case_conversation", case.c.conversation)

note: Final = Table(
    "note",
    metadata,
    Column("id", Number(), primary_key=True),
    Column("case", ForeignKey("case.id"), nullable=False, index=True),
    Column("staff", ForeignKey("staff.id"), nullable=False),
    Column("text", Words(), nullable=False),
    Column("at", Moment(), nullable=False),
    sqlite_autoincrement=True,
)

timer: Final = Table(
    "timer",
    metadata,
    Column("id", Number(), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("case", ForeignKey("case.id"), nullable=False, index=True),
    Column("step", Integer(), nullable=False),
    Column("due_at", Moment(), nullable=False),
    Column("ended_at", Moment()),
    sqlite_autoincrement=True,
)
_IS_RUNNING: Final = text("ended_at IS NULL")
Index("ix_timer_due_at", timer.c.due_at, sqlite_where=_IS_RUNNING, postgresql_where=_IS_RUNNING)

page: Final = Table(
    "page",
    metadata,
    Column("id", Number(), primary_key=True),
    Column("case", ForeignKey("case.id"), index=True),
    Column("role", Words(), nullable=False),
    Column("destination", Integer(), nullable=False),
    Column("step", Integer(), nullable=False),
    Column("queued_at", Moment(), nullable=False),
    Column("due_at", Moment()),
    Column("sent_at", Moment()),
    Column("failed_at", Moment()),
    Column("attempts", Integer(), nullable=False, server_default=text("0")),
    Column("error", String(64)),
    sqlite_autoincrement=True,
)
"""The outbox of calls to those on call; one without a case is a test. It is due until it was sent or is over."""

_IS_DUE: Final = text("due_at IS NOT NULL")
Index("ix_page_due_at", page.c.due_at, sqlite_where=_IS_DUE, postgresql_where=_IS_DUE)
Index("ix_page_role", page.c.role, page.c.destination, page.c.id)

page_test: Final = Table(
    "page_test",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("at", Moment(), nullable=False),
)
"""The clinic's days on which the test pages were queued: one row a day among all processes."""

notice: Final = Table(
    "notice",
    metadata,
    Column("id", Number(), primary_key=True),
    Column("case", ForeignKey("case.id"), nullable=False, index=True),
    Column("conversation", ForeignKey("conversation.id"), nullable=False, index=True),
    Column("line", ForeignKey("line.number"), nullable=False),
    Column("means", String(16), nullable=False),
    Column("queued_at", Moment(), nullable=False),
    Column("due_at", Moment()),
    Column("sent_at", Moment()),
    Column("failed_at", Moment()),
    Column("attempts", Integer(), nullable=False, server_default=text("0")),
    Column("error", String(64)),
    Column("unsure", Integer(), nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)
"""The outbox of notices that a reply waits: `line` is the last one that waited. It is due until sent or over.

`unsure` counts the tries whose end nobody noted: the one under way, and those whose process died.
Where it goes is the conversation's `contact`, as it is when the notice is taken.
"""

Index("ix_notice_due_at", notice.c.due_at, sqlite_where=_IS_DUE, postgresql_where=_IS_DUE)

presence: Final = Table(
    "presence",
    metadata,
    Column("case", ForeignKey("case.id"), primary_key=True),
    Column("staff", ForeignKey("staff.id"), primary_key=True),
    Column("seen_at", Moment(), nullable=False),
    Column("is_writing", Boolean(), nullable=False, server_default=false()),
)
"""Who has which case's page open: a row is worth nothing half a minute after its page was heard of last."""

withdrawn: Final = Table(
    "withdrawn",
    metadata,
    Column("conversation", Words(), primary_key=True),
    Column("client_id", Words(), primary_key=True),
    Column("at", Moment(), nullable=False),
)
"""The messages that patients have deleted where they wrote them; such news may come before the message itself."""

delivery: Final = Table(
    "delivery",
    metadata,
    Column("line", ForeignKey("line.number"), primary_key=True, autoincrement=False),
    Column("channel", String(16), nullable=False),
    Column("conversation", ForeignKey("conversation.id"), nullable=False),
    Column("is_urgent", Boolean(), nullable=False),
    Column("due_at", Moment()),
    Column("attempts", Integer(), nullable=False, server_default=text("0")),
    Column("sent_at", Moment()),
    Column("refused_at", Moment()),
    Column("error", String(64)),
    Column("message", Words()),
)
"""The outbox of lines to other platforms: due until a line was sent or refused; `message` is its id there."""

Index("ix_delivery_due_at", delivery.c.channel, delivery.c.due_at, sqlite_where=_IS_DUE, postgresql_where=_IS_DUE)
Index("ix_delivery_conversation", delivery.c.conversation, delivery.c.line)

card: Final = Table(
    "card",
    metadata,
    Column("case", ForeignKey("case.id"), primary_key=True, autoincrement=False),
    Column("surface", String(16), primary_key=True),
    Column("place", Words(), nullable=False, server_default=""),
    Column("message", Words(), nullable=False, server_default=""),
    Column("shows", Moment()),
    Column("rang_at", Moment()),
    Column("due_at", Moment(), nullable=False),
    Column("attempts", Integer(), nullable=False, server_default=text("0")),
    Column("error", String(64)),
)
"""A case as staff see it on another platform. `shows` is the case's `updated_at` that was drawn last."""

Index("ix_card_surface", card.c.surface, card.c.place)

staff_link: Final = Table(
    "staff_link",
    metadata,
    Column("surface", String(16), primary_key=True),
    Column("user", Words(), primary_key=True),
    Column("staff", ForeignKey("staff.id"), nullable=False, index=True),
    Column("at", Moment(), nullable=False),
)
"""Whose account a person of another platform has here."""

tried: Final = Table(
    "tried",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("full_at", Moment(), nullable=False),
)
"""How often a name or an address, known by its hash, has tried to sign in: when all its tries will be there again."""

audit: Final = Table(
    "audit",
    metadata,
    Column("number", Number(), primary_key=True, autoincrement=False),
    Column("at", Moment(), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("line", Number()),
    Column("case", Number()),
    Column("staff", Number()),
    Column("detail", Words(), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""What happened, without a patient's words; nothing in it is changed or deleted. It outlives the rows it names."""

audit_head: Final = Table(
    "audit_head",
    metadata,
    Column("id", Integer(), primary_key=True, autoincrement=False),
    Column("number", Number(), nullable=False),
    Column("hash", String(64), nullable=False),
    info={"is_seeded": True},  # a new database has its row already
)
"""One row: the last number and hash of `audit`. Who writes holds it until the commit, so that the chain never forks."""
