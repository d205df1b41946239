"""Roles, one-time passwords, and what a session's browser calls itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Until now each account could do everything: those that exist become admins."""
    op.add_column("staff", sa.Column("role", sa.String(16), nullable=False, server_default="agent"))
    op.add_column("staff", sa.Column("one_time_until", sa.DateTime(timezone=True)))
    op.add_column("staff_session", sa.Column("browser", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE staff SET role = 'admin'")
