"""Holds by two persons, backups that exist somewhere, breaches and those whom they concern

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_holds",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=60), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_by", sa.String(length=60), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=60), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by <> proposed_by AND (confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_legal_holds_confirmed"),
        ),
        sa.CheckConstraint(
            "(release_by IS NULL) = (release_at IS NULL) AND (release_by IS NULL OR confirmed_by IS NOT NULL)",
            name=op.f("ck_legal_holds_release_after_confirmation"),
        ),
        sa.CheckConstraint(
            "released_by <> release_by AND (released_by IS NULL) = (released_at IS NULL) AND (released_by IS NULL OR release_by IS NOT NULL)",
            name=op.f("ck_legal_holds_released"),
        ),
        sa.CheckConstraint(
            "reason IN ('lawsuit', 'police', 'supervision', 'audit')", name=op.f("ck_legal_holds_reason_known")
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_legal_holds_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_legal_holds")),
    )
    op.create_table(
        "backups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_to", sa.Integer(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sealed_to >= 0", name=op.f("ck_backups_sealed_to_not_negative")),
        sa.CheckConstraint("discarded_at >= made_at", name=op.f("ck_backups_discarded_after_made")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    op.create_table(
        "breaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_breaches_forward")),
        sa.CheckConstraint(
            "kind IN ('account', 'export', 'backup', 'keys', 'database')", name=op.f("ck_breaches_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    op.create_table(
        "breach_complaints",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_breach_complaints_complaint_id")),
        sa.ForeignKeyConstraint(["breach_id"], ["breaches.id"], name=op.f("fk_breach_complaints_breach_id")),
        sa.PrimaryKeyConstraint("complaint_id", "breach_id", name=op.f("pk_breach_complaints")),
    )
    op.create_index("ix_breach_complaints_breach_id", "breach_complaints", ["breach_id"])


def downgrade() -> None:
    for table in ("breach_complaints", "breaches", "backups", "legal_holds"):
        op.drop_table(table)
