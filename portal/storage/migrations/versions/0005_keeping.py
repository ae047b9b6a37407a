"""Pictures and recordings, the way back without a receipt, the role of a hotline clerk

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES = "'case_officer', 'analyst', 'supervisor', 'administrator'"


def upgrade() -> None:
    _allow_roles(f"{ROLES}, 'hotline_clerk'")
    op.create_table(
        "attachments",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('picture', 'recording', 'on_phone')", name=op.f("ck_attachments_kind_known")),
        sa.CheckConstraint("byte_count > 0", name=op.f("ck_attachments_not_empty")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_attachments_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_attachments")),
    )
    op.create_table(
        "recoveries",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("recovery_index", sa.LargeBinary(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_recoveries_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_recoveries")),
    )
    op.create_index("ix_recoveries_recovery_index", "recoveries", ["recovery_index"])
    op.create_table(
        "recovery_attempts",
        sa.Column("words_digest", sa.LargeBinary(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("words_digest", name=op.f("pk_recovery_attempts")),
    )
    op.create_index("ix_recovery_attempts_failed_at", "recovery_attempts", ["failed_at"])


def downgrade() -> None:
    for table in ("recovery_attempts", "recoveries", "attachments"):
        op.drop_table(table)
    # What an older release does not know cannot stay; whoever is of that role is made again after the next upgrade.
    op.execute("DELETE FROM staff_sessions")
    op.execute("DELETE FROM staff WHERE role = 'hotline_clerk'")
    _allow_roles(ROLES)


def _allow_roles(codes: str) -> None:
    # SQLite makes the table anew, which nothing may point to meanwhile: everybody signs in again.
    op.execute("DELETE FROM staff_sessions")
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("ck_staff_role_known"), type_="check")
        staff.create_check_constraint(op.f("ck_staff_role_known"), f"role IN ({codes})")
