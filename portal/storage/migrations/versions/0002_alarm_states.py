"""What the sequential alarm has seen, between two looks

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarm_states",
        sa.Column("source", sa.String(length=2000), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_alarm_states")),
    )


def downgrade() -> None:
    op.drop_table("alarm_states")
