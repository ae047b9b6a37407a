"""Visits of the overview

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_visits",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before_analysis_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(before_at IS NULL) = (before_analysis_id IS NULL)", name=op.f("ck_office_visits_before_is_whole")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_office_visits_staff_id")),
        sa.ForeignKeyConstraint(["analysis_id"], ["analyses.id"], name=op.f("fk_office_visits_analysis_id")),
        sa.ForeignKeyConstraint(
            ["before_analysis_id"], ["analyses.id"], name=op.f("fk_office_visits_before_analysis_id")
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_office_visits")),
    )


def downgrade() -> None:
    op.drop_table("office_visits")
