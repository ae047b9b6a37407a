"""How many cards each hospital registered in each month

Revision: 0022
Follows: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registration_totals",
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.CheckConstraint("month LIKE '____-__'", name=op.f("ck_registration_totals_month_written")),
        sa.CheckConstraint("total >= 0", name=op.f("ck_registration_totals_total_not_negative")),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospitals.id"], name=op.f("fk_registration_totals_hospital_id")),
        sa.PrimaryKeyConstraint("hospital_id", "month", name=op.f("pk_registration_totals")),
    )


def downgrade() -> None:
    op.drop_table("registration_totals")
