"""The tables. Numbers are never used again, so that a live page that has seen line 7 never meets another line 7."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, MetaData, String, Table, UniqueConstraint, text

from bot.model import Decision, Dialogue, Reply, Role
from bot.store.columns import Moment, Number, Value, Words

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
    sqlite_autoincrement=True,
)

_IS_OPEN: Final = text("state = 'open'")

one_open_case: Final = Index(
    "uq_case_open", case.c.conversation, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
)
Index("ix_case_state", case.c.state, case.c.resolved_at)
