"""What was in the news, who answers for a recipient's files, and covered passages of her words

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_events_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_day", "events", ["day"])
    op.create_table(
        "maskings",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("masked_by", sa.String(length=60), nullable=False),
        sa.Column("masked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redacted_by", sa.String(length=60), nullable=True),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("field IN ('notes', 'message')", name=op.f("ck_maskings_field_known")),
        sa.CheckConstraint("start >= 0 AND length > 0", name=op.f("ck_maskings_somewhere")),
        sa.CheckConstraint("redacted_by <> masked_by", name=op.f("ck_maskings_second_person")),
        sa.CheckConstraint("(redacted_by IS NULL) = (redacted_at IS NULL)", name=op.f("ck_maskings_redacted_whole")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_maskings_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_maskings")),
    )
    op.execute("ALTER TABLE recipients ADD COLUMN custodian VARCHAR(120)")


def downgrade() -> None:
    op.execute("ALTER TABLE recipients DROP COLUMN custodian")
    op.drop_table("maskings")
    op.drop_table("events")
