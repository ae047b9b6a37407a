"""Answers of the studies beside the correlation, jobs that ask for them, and what recipients reply

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "studies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.String(length=60), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('design', 'canaries', 'seized', 'alarm')", name=op.f("ck_studies_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studies")),
    )
    op.create_index("ix_studies_kind", "studies", ["kind"])
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_replies_not_empty")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_replies_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    op.create_index("ix_replies_recipient_id", "replies", ["recipient_id"])
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("question", sa.JSON(), nullable=True))
        jobs.drop_constraint(op.f("ck_jobs_kind_known"), type_="check")
        jobs.create_check_constraint(op.f("ck_jobs_kind_known"), "kind IN ('correlate', 'design', 'canaries', 'alarm')")


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE kind <> 'correlate'")
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_constraint(op.f("ck_jobs_kind_known"), type_="check")
        jobs.create_check_constraint(op.f("ck_jobs_kind_known"), "kind IN ('correlate')")
        jobs.drop_column("question")
    op.drop_table("replies")
    op.drop_table("studies")
