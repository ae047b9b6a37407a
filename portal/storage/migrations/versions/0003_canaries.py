"""Canaries, the batches that hold them, the calls on them

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("watched_from", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('planted', 'control')", name=op.f("ck_canaries_kind_known")),
        sa.CheckConstraint("kind = 'control' OR name_index IS NOT NULL", name=op.f("ck_canaries_planted_has_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canaries")),
        sa.UniqueConstraint("number_index", name=op.f("uq_canaries_number_index")),
    )
    op.create_table(
        "canary_plantings",
        sa.Column("canary_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["canary_id"], ["canaries.id"], name=op.f("fk_canary_plantings_canary_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_canary_plantings_recipient_id")),
        sa.PrimaryKeyConstraint("canary_id", "recipient_id", "exported_at", name=op.f("pk_canary_plantings")),
    )
    op.create_table(
        "canary_calls",
        sa.Column("canary_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_used", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["canary_id"], ["canaries.id"], name=op.f("fk_canary_calls_canary_id")),
        sa.PrimaryKeyConstraint("canary_id", "called_at", name=op.f("pk_canary_calls")),
    )


def downgrade() -> None:
    op.drop_table("canary_calls")
    op.drop_table("canary_plantings")
    op.drop_table("canaries")
