"""Other platforms: what is sent there, what staff see there, who staff are there, edits, deletions and attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IS_DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Widen `line`, and make the tables."""
    op.add_column("line", sa.Column("revises", sa.Text()))
    op.add_column("line", sa.Column("files", sa.Integer(), nullable=False, server_default=sa.text("0")))
    _make_withdrawn()
    _make_delivery()
    _make_card()
    _make_staff_link()


def _make_withdrawn() -> None:
    op.create_table(
        "withdrawn",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "client_id", name="pk_withdrawn"),
    )


def _make_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("line", NUMBER, nullable=False, autoincrement=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("sent_at", MOMENT),
        sa.Column("refused_at", MOMENT),
        sa.Column("error", sa.String(64)),
        sa.Column("message", sa.Text()),
        sa.PrimaryKeyConstraint("line", name="pk_delivery"),
        sa.ForeignKeyConstraint(["line"], ["line.number"], name="fk_delivery_line"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_delivery_conversation"),
    )
    op.create_index(
        "ix_delivery_due_at", "delivery", ["channel", "due_at"], sqlite_where=IS_DUE, postgresql_where=IS_DUE
    )
    op.create_index("ix_delivery_conversation", "delivery", ["conversation", "line"])


def _make_card() -> None:
    op.create_table(
        "card",
        sa.Column("case", NUMBER, nullable=False, autoincrement=False),
        sa.Column("surface", sa.String(16), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("message", sa.Text(), nullable=False, server_default=""),
        sa.Column("shows", MOMENT),
        sa.Column("rang_at", MOMENT),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("error", sa.String(64)),
        sa.PrimaryKeyConstraint("case", "surface", name="pk_card"),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name="fk_card_case"),
    )
    op.create_index("ix_card_surface", "card", ["surface", "place"])


def _make_staff_link() -> None:
    op.create_table(
        "staff_link",
        sa.Column("surface", sa.String(16), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("staff", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("surface", "user", name="pk_staff_link"),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name="fk_staff_link_staff"),
    )
    op.create_index("ix_staff_link_staff", "staff_link", ["staff"])
