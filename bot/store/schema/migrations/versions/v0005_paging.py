"""Paging: the outbox of pages, and the days on which they were tested."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IS_DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "page",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case", NUMBER),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("destination", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("failed_at", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("error", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name="fk_page_case"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_page_case", "page", ["case"])
    op.create_index("ix_page_due_at", "page", ["due_at"], sqlite_where=IS_DUE, postgresql_where=IS_DUE)
    op.create_index("ix_page_role", "page", ["role", "destination", "id"])
    op.create_table(
        "page_test",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_page_test"),
    )
