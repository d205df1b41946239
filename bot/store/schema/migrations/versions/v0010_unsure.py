"""Tries of a notice that nobody knows the end of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add `notice.unsure`."""
    op.add_column("notice", sa.Column("unsure", sa.Integer(), nullable=False, server_default=sa.text("0")))
