"""The patient who closed the page: how to reach them, and what their page has shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Widen `conversation`, and make `contact`."""
    op.add_column("conversation", sa.Column("seen", NUMBER, nullable=False, server_default="0"))
    op.add_column("conversation", sa.Column("seen_at", sa.DateTime(timezone=True)))
    op.create_table(
        "contact",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_contact"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_contact_conversation"),
    )
