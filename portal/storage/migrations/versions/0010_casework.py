"""The office's own work on complaints: legal clocks, who handles what, saved searches, letters, cases, identity

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _clocks()
    _assignments()
    _letters()
    _cases()
    _links()
    _identity()


def _clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.JSON(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("extended_days", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("extension_reason", sa.String(length=40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "finished_on IS NULL OR finished_on >= accepted_on", name=op.f("ck_clocks_finished_after_accepted")
        ),
        sa.CheckConstraint(
            "(extended_days = 0) = (extension_reason IS NULL)", name=op.f("ck_clocks_extended_with_reason")
        ),
        sa.CheckConstraint(
            "extension_reason IN ('complicated', 'many_reports', 'other_authority', 'evidence')",
            name=op.f("ck_clocks_extension_reason_known"),
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_clocks_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_clocks")),
    )
    op.create_index("ix_clocks_due_on", "clocks", ["due_on"])


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_assignments_complaint_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_assignments_staff_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_staff_id", "assignments", ["staff_id"])
    op.create_table(
        "holds",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_holds_complaint_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_holds_staff_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_holds")),
    )
    op.create_table(
        "saved_searches",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_searches_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "name", name=op.f("pk_saved_searches")),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('to_reporter', 'from_reporter', 'note')", name=op.f("ck_letters_kind_known")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_letters_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_letters")),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=60), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_cases_closed_after_opened")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_table(
        "case_complaints",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_case_complaints_complaint_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_complaints_case_id")),
        sa.PrimaryKeyConstraint("complaint_id", "case_id", name=op.f("pk_case_complaints")),
    )
    op.create_index("ix_case_complaints_case_id", "case_complaints", ["case_id"])
    op.create_table(
        "case_exclusions",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('knows_reporter', 'knows_suspect', 'own_interest')",
            name=op.f("ck_case_exclusions_reason_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_exclusions_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_exclusions_staff_id")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_case_exclusions")),
    )


def _links() -> None:
    op.create_table(
        "complaint_links",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("complaint_id <> other_id", name=op.f("ck_complaint_links_not_with_itself")),
        sa.CheckConstraint("kind IN ('duplicate', 'related')", name=op.f("ck_complaint_links_kind_known")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_links_complaint_id")),
        sa.ForeignKeyConstraint(["other_id"], ["complaints.id"], name=op.f("fk_complaint_links_other_id")),
        sa.PrimaryKeyConstraint("complaint_id", "other_id", name=op.f("pk_complaint_links")),
    )
    op.create_index("ix_complaint_links_other_id", "complaint_links", ["other_id"])


def _identity() -> None:
    op.create_table(
        "identity_requests",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decided_by <> asked_by", name=op.f("ck_identity_requests_second_person")),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (granted IS NULL)",
            name=op.f("ck_identity_requests_decided_whole"),
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR (granted IS NOT NULL AND granted = true)",
            name=op.f("ck_identity_requests_used_once_granted"),
        ),
        sa.CheckConstraint(
            "reason IN ('check_report', 'identify_caller', 'contact_reporter', 'refer_case')",
            name=op.f("ck_identity_requests_reason_known"),
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_identity_requests_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_identity_requests")),
    )
    op.create_index("ix_identity_requests_asked_by", "identity_requests", ["asked_by"])


def downgrade() -> None:
    for table in (
        "identity_requests",
        "complaint_links",
        "case_exclusions",
        "case_complaints",
        "cases",
        "letters",
        "saved_searches",
        "holds",
        "assignments",
        "clocks",
    ):
        op.drop_table(table)
