"""Notes on a case, and finding what somebody did lately

Revision: 0014
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_notes",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id")),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_case_notes")),
    )
    op.create_index("ix_journal_actor_at", "journal", ["actor", "at"])


def downgrade() -> None:
    op.drop_index("ix_journal_actor_at", "journal")
    op.drop_table("case_notes")
