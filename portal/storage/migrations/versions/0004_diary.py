"""The diary: ranges, what was said on the phone, filings elsewhere, published lines

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

VENDORS = (
    "'maternity_class', 'confinement_nanny', 'infant_formula', 'lanugo_brush', 'hand_foot_print', "
    "'postnatal_fitness', 'baby_photography', 'early_education', 'cord_blood', 'insurance', 'other'"
)
OF_CALL = {
    "phone_owner": "'own', 'partner', 'family'",
    "number_origin": "'hospital', 'community', 'app', 'bought', 'acquaintance', 'evasive', 'not_asked'",
    "stop_request": "'told_now', 'told_before', 'not_told'",
    "voice": "'person', 'recording', 'silent'",
}
OF_COMPLAINT = {
    "other_holders": "SMALLINT CONSTRAINT ck_complaints_other_holders_known CHECK (other_holders BETWEEN 0 AND 127)",
    "filed_by": (
        "VARCHAR(40) DEFAULT 'mother' NOT NULL "
        "CONSTRAINT ck_complaints_filed_by_known CHECK (filed_by IN ('mother', 'family', 'hotline'))"
    ),
    "pregnancy_ended": "BOOLEAN DEFAULT false NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("called_until", sa.DateTime(timezone=True), nullable=True))
        for name in OF_CALL:
            calls.add_column(sa.Column(name, sa.String(length=40), nullable=True))
        for name in ("message_sealed", "message_index", "pasted_sealed"):
            calls.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
        calls.create_index("ix_calls_message_index", ["message_index"])
        calls.create_check_constraint(op.f("ck_calls_range_forward"), "called_until > called_at")
        for name, codes in OF_CALL.items():
            calls.create_check_constraint(op.f(f"ck_calls_{name}_known"), f"{name} IN ({codes})")
        calls.drop_constraint(op.f("ck_calls_precision_known"), type_="check")
        calls.create_check_constraint(
            op.f("ck_calls_precision_known"), "precision IN ('minute', 'hour', 'day', 'week', 'month')"
        )
    # Not as a batch: SQLite would have to drop the table that all others point to.
    for name, rest in OF_COMPLAINT.items():
        op.execute(f"ALTER TABLE complaints ADD COLUMN {name} {rest}")
    _of_complaint()
    _published()


def _of_complaint() -> None:
    op.create_table(
        "filings",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "office IN ('spam_centre', 'city_hotline', 'cyberspace', 'carrier', 'police')",
            name=op.f("ck_filings_office_known"),
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_filings_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_filings")),
    )


def _published() -> None:
    op.create_table(
        "published_lines",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("range", sa.String(length=16), nullable=False),
        sa.Column("mothers", sa.Integer(), nullable=False),
        sa.Column("vendor_type", sa.String(length=40), nullable=True),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('number', 'wording')", name=op.f("ck_published_lines_kind_known")),
        sa.CheckConstraint("mothers >= 10", name=op.f("ck_published_lines_enough_mothers")),
        sa.CheckConstraint(f"vendor_type IN ({VENDORS})", name=op.f("ck_published_lines_vendor_type_known")),
        sa.PrimaryKeyConstraint("kind", "digest", name=op.f("pk_published_lines")),
    )
    op.create_index("ix_published_lines_range", "published_lines", ["range"])


def downgrade() -> None:
    for table in ("published_lines", "filings"):
        op.drop_table(table)
    op.execute("UPDATE calls SET precision = 'week' WHERE precision = 'month'")
    for name in OF_COMPLAINT:
        op.execute(f"ALTER TABLE complaints DROP COLUMN {name}")
    with op.batch_alter_table("calls") as calls:
        calls.drop_constraint(op.f("ck_calls_precision_known"), type_="check")
        calls.create_check_constraint(
            op.f("ck_calls_precision_known"), "precision IN ('minute', 'hour', 'day', 'week')"
        )
        calls.drop_constraint(op.f("ck_calls_range_forward"), type_="check")
        calls.drop_index("ix_calls_message_index")
        for name in OF_CALL:
            calls.drop_constraint(op.f(f"ck_calls_{name}_known"), type_="check")
        for name in ("called_until", *OF_CALL, "message_sealed", "message_index", "pasted_sealed"):
            calls.drop_column(name)
