"""The staff desk: whose a case is and where it stands, notes, timers, the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IS_OPEN = sa.text("state <> 'resolved'")
IS_RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Widen `case`, `line` and `outcome`, then make the new tables."""
    _case()
    op.add_column("line", sa.Column("salt", sa.String(32)))
    op.add_column("outcome", sa.Column("is_silent", sa.Boolean(), nullable=False, server_default=sa.false()))
    _note()
    _timer()
    _audit()


def _case() -> None:
    """SQLite makes the table anew for its foreign keys: no other table points to it yet."""
    op.drop_index("uq_case_open", "case")
    op.drop_index("ix_case_state", "case")
    with op.batch_alter_table("case", table_kwargs={"sqlite_autoincrement": True}) as case:
        case.add_column(sa.Column("due_at", MOMENT))
        case.add_column(sa.Column("owner", NUMBER))
        for name in ("claimed_at", "snoozed_until", "paged_at", "acknowledged_at"):
            case.add_column(sa.Column(name, MOMENT))
        case.add_column(sa.Column("acknowledged_by", NUMBER))
        case.add_column(sa.Column("contacted_at", MOMENT))
        case.add_column(sa.Column("is_verified", sa.Boolean(), nullable=False, server_default=sa.false()))
        case.add_column(sa.Column("resolution", sa.String(16)))
        case.create_foreign_key("fk_case_owner", "staff", ["owner"], ["id"])
        case.create_foreign_key("fk_case_acknowledged_by", "staff", ["acknowledged_by"], ["id"])
    op.create_index(
        "uq_case_open", "case", ["conversation"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    op.create_index("ix_case_state", "case", ["state", "resolved_at"])
    op.create_index("ix_case_conversation", "case", ["conversation"])


def _note() -> None:
    op.create_table(
        "note",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case", NUMBER, nullable=False),
        sa.Column("staff", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name="fk_note_case"),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name="fk_note_staff"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_case", "note", ["case"])


def _timer() -> None:
    op.create_table(
        "timer",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("case", NUMBER, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_timer"),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name="fk_timer_case"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_timer_case", "timer", ["case"])
    op.create_index("ix_timer_due_at", "timer", ["due_at"], sqlite_where=IS_RUNNING, postgresql_where=IS_RUNNING)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("line", NUMBER),
        sa.Column("case", NUMBER),
        sa.Column("staff", NUMBER),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": "0" * 64}])
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


_APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        (
            "CREATE FUNCTION audit_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit is never changed'; END $$"
        ),
        (
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_never_changed()"
        ),
    ],
}
