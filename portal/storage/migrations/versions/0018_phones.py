"""Phones verified by a code, the codes on their way, and how many were asked for

Revision: 0018
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phones",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_phones_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_phones")),
    )
    op.create_index("ix_phones_phone_index", "phones", ["phone_index"])
    op.create_table(
        "phone_codes",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issuer", sa.String(length=120), server_default="operator", nullable=False),
        sa.CheckConstraint("sent_at IS NULL OR number_sealed IS NULL", name=op.f("ck_phone_codes_sent_has_no_number")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_phone_codes_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_phone_codes")),
    )
    op.create_index("ix_phone_codes_asked_at", "phone_codes", ["asked_at"])
    op.create_table(
        "code_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_requests")),
    )
    op.create_index("ix_code_requests_phone_index", "code_requests", ["phone_index"])
    op.create_index("ix_code_requests_asked_at", "code_requests", ["asked_at"])


def downgrade() -> None:
    op.drop_table("code_requests")
    op.drop_table("phone_codes")
    op.drop_table("phones")
