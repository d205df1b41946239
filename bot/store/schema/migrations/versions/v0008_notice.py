"""The notice to a patient that a reply waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IS_DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Make `notice`."""
    op.create_table(
        "notice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case", NUMBER, nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("means", sa.String(16), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("failed_at", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("error", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name="fk_notice_case"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_notice_conversation"),
        sa.ForeignKeyConstraint(["line"], ["line.number"], name="fk_notice_line"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_case", "notice", ["case"])
    op.create_index("ix_notice_conversation", "notice", ["conversation"])
    op.create_index("ix_notice_due_at", "notice", ["due_at"], sqlite_where=IS_DUE, postgresql_where=IS_DUE)
