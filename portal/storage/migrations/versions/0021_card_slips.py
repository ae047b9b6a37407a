"""Slips by which hospitals confirm registrations

Revision: 0021
Follows: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_slips",
        sa.Column("slip_index", sa.LargeBinary(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by", sa.String(length=120), nullable=False),
        sa.Column("used", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospitals.id"], name=op.f("fk_card_slips_hospital_id")),
        sa.PrimaryKeyConstraint("slip_index", name=op.f("pk_card_slips")),
    )
    op.create_index("ix_card_slips_printed_at", "card_slips", ["printed_at"])
    op.create_index("ix_card_slips_hospital_id_printed_at", "card_slips", ["hospital_id", "printed_at"])
    op.create_table(
        "verifier_hospitals",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospitals.id"], name=op.f("fk_verifier_hospitals_hospital_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_verifier_hospitals_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_verifier_hospitals")),
    )
    op.create_index("ix_verifier_hospitals_hospital_id", "verifier_hospitals", ["hospital_id"])


def downgrade() -> None:
    op.drop_table("verifier_hospitals")
    op.drop_table("card_slips")
