"""The fixed tables that are released to everybody

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_releases")),
    )
    op.create_table(
        "release_cells",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_label", sa.String(length=120), nullable=False),
        sa.Column("column_label", sa.String(length=40), nullable=False),
        sa.Column("mothers", sa.Integer(), nullable=True),
        sa.CheckConstraint("mothers = 0 OR mothers >= 10", name=op.f("ck_release_cells_none_small")),
        sa.CheckConstraint("mothers % 5 = 0", name=op.f("ck_release_cells_rounded")),
        sa.CheckConstraint(
            "table_name IN ('vendor_stage', 'vendor_month', 'district_quarter')",
            name=op.f("ck_release_cells_table_name_known"),
        ),
        sa.ForeignKeyConstraint(["quarter"], ["releases.quarter"], name=op.f("fk_release_cells_quarter")),
        sa.PrimaryKeyConstraint("quarter", "position", name=op.f("pk_release_cells")),
    )


def downgrade() -> None:
    op.drop_table("release_cells")
    op.drop_table("releases")
