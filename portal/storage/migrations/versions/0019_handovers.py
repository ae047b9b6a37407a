"""Whom recipients hand data on to

Revision: 0019
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

from portal.storage.types import DOCUMENT

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("onward", sa.String(length=120), nullable=False),
        sa.Column("columns", DOCUMENT, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_handovers_period_forward")),
        sa.CheckConstraint("onward <> 'registration'", name=op.f("ck_handovers_onward_not_registration")),
        sa.CheckConstraint("onward NOT LIKE '% | %'", name=op.f("ck_handovers_onward_not_group")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_handovers_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint(
            "recipient_id", "onward", "valid_from", name=op.f("uq_handovers_recipient_id_onward_valid_from")
        ),
    )
    op.create_index("ix_handovers_recipient_id", "handovers", ["recipient_id"])


def downgrade() -> None:
    op.drop_table("handovers")
