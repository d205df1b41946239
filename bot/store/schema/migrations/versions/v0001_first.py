"""The first schema: conversations, lines, outcomes, cases, staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, those first that others point to."""
    _conversation()
    _staff()
    _line()
    _outcome()
    _case()


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dialogue", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("username", name="uq_staff_username"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff", NUMBER, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_session"),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name="fk_staff_session_staff"),
    )


def _line() -> None:
    op.create_table(
        "line",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.JSON()),
        sa.Column("client_id", sa.Text()),
        sa.Column("staff", NUMBER),
        sa.Column("answers", NUMBER),
        sa.PrimaryKeyConstraint("number", name="pk_line"),
        sa.UniqueConstraint("conversation", "author", "client_id", name="uq_line_conversation_author_client_id"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_line_conversation"),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name="fk_line_staff"),
        sa.ForeignKeyConstraint(["answers"], ["line.number"], name="fk_line_answers"),
        sa.UniqueConstraint("answers", name="uq_line_answers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_line_conversation", "line", ["conversation"])


def _outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("disposition", sa.String(16), nullable=False),
        sa.Column("queue", sa.String(16)),
        sa.Column("priority", sa.String(16), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("line", name="pk_outcome"),
        sa.ForeignKeyConstraint(["line"], ["line.number"], name="fk_outcome_line"),
    )


def _case() -> None:
    op.create_table(
        "case",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("disposition", sa.String(16), nullable=False),
        sa.Column("queue", sa.String(16), nullable=False),
        sa.Column("priority", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("resolved_by", NUMBER),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_case_conversation"),
        sa.ForeignKeyConstraint(["resolved_by"], ["staff.id"], name="fk_case_resolved_by"),
        sqlite_autoincrement=True,
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_case_open", "case", ["conversation"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index("ix_case_state", "case", ["state", "resolved_at"])
