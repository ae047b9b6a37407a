"""What was in the news, and who answers for a recipient's files

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
    op.execute("ALTER TABLE recipients ADD COLUMN custodian VARCHAR(120)")


def downgrade() -> None:
    op.execute("ALTER TABLE recipients DROP COLUMN custodian")
    op.drop_table("events")
