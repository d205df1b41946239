"""Who has which case's page open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make `presence`."""
    op.create_table(
        "presence",
        sa.Column("case", NUMBER, nullable=False),
        sa.Column("staff", NUMBER, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_writing", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("case", "staff", name="pk_presence"),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name="fk_presence_case"),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name="fk_presence_staff"),
    )
