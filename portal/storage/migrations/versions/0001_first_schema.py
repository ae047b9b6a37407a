"""The first schema

Revision: 0001
Follows:
"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GENESIS = bytes(32)


def upgrade() -> None:
    op.create_table(
        "analyses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.String(length=60), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analyses")),
    )
    op.create_table(
        "hospitals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("district", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospitals")),
        sa.UniqueConstraint("name", name=op.f("uq_hospitals_name")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("requested_by", sa.String(length=60), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step", sa.String(length=60), nullable=True),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.CheckConstraint("kind IN ('correlate')", name=op.f("ck_jobs_kind_known")),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_jobs_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_state"), "jobs", ["state"], unique=False)

    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_subject"), "journal", ["subject"], unique=False)

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("name <> 'registration'", name=op.f("ck_recipients_name_not_registration")),
        sa.CheckConstraint("name NOT LIKE '% | %'", name=op.f("ck_recipients_name_not_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint("name", name=op.f("uq_recipients_name")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('case_officer', 'analyst', 'supervisor', 'administrator')", name=op.f("ck_staff_role_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "complaints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registered_precision", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_precision", sa.String(length=40), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("tier_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("closing_note", sa.String(length=40), nullable=True),
        sa.Column("may_publish", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("withdrawal", sa.String(length=40), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "contact_sealed IS NULL OR withdrawal IN ('none', 'publication')",
            name=op.f("ck_complaints_withdrawn_has_no_contact"),
        ),
        sa.CheckConstraint("due_precision IN ('day', 'week', 'month')", name=op.f("ck_complaints_due_precision_known")),
        sa.CheckConstraint(
            "may_publish = false OR withdrawal = 'none'", name=op.f("ck_complaints_withdrawn_is_not_published")
        ),
        sa.CheckConstraint("origin IN ('portal', 'import')", name=op.f("ck_complaints_origin_known")),
        sa.CheckConstraint(
            "registered_precision IN ('day', 'week', 'month')", name=op.f("ck_complaints_registered_precision_known")
        ),
        sa.CheckConstraint("status IN ('received', 'reviewing', 'closed')", name=op.f("ck_complaints_status_known")),
        sa.CheckConstraint(
            "withdrawal IN ('none', 'publication', 'cases', 'erased')", name=op.f("ck_complaints_withdrawal_known")
        ),
        sa.CheckConstraint(
            "closing_note IN ('counted', 'referred', 'not_enough', 'outside_remit', 'duplicate')",
            name=op.f("ck_complaints_closing_note_known"),
        ),
        sa.CheckConstraint(
            "closing_note IS NULL OR status = 'closed'", name=op.f("ck_complaints_only_closed_has_note")
        ),
        sa.CheckConstraint("tier BETWEEN 0 AND 2", name=op.f("ck_complaints_tier_known")),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospitals.id"], name=op.f("fk_complaints_hospital_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    op.create_index(op.f("ix_complaints_created_at"), "complaints", ["created_at"], unique=False)

    op.create_table(
        "export_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("day_of_month", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.Column("hospitals", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.CheckConstraint("day_of_month BETWEEN 1 AND 28", name=op.f("ck_export_plans_day_in_every_month")),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_export_plans_period_forward")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_export_plans_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_plans")),
        sa.UniqueConstraint(
            "recipient_id",
            "day_of_month",
            "valid_from",
            name=op.f("uq_export_plans_recipient_id_day_of_month_valid_from"),
        ),
    )
    op.create_index(op.f("ix_export_plans_recipient_id"), "export_plans", ["recipient_id"], unique=False)

    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_from", sa.Date(), nullable=False),
        sa.Column("registered_until", sa.Date(), nullable=False),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.Column("hospitals", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.CheckConstraint("registered_until > registered_from", name=op.f("ck_exports_period_forward")),
        sa.CheckConstraint("row_count >= 0", name=op.f("ck_exports_row_count_not_negative")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_exports_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_exports_fingerprint")),
    )
    op.create_index(op.f("ix_exports_recipient_id"), "exports", ["recipient_id"], unique=False)

    op.create_table(
        "sign_in_attempts",
        sa.Column("login_digest", sa.LargeBinary(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login_digest", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(op.f("ix_sign_in_attempts_failed_at"), "sign_in_attempts", ["failed_at"], unique=False)

    op.create_table(
        "staff_sessions",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_staff_sessions")),
    )
    op.create_index(op.f("ix_staff_sessions_staff_id"), "staff_sessions", ["staff_id"], unique=False)

    op.create_table(
        "calls",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("precision", sa.String(length=40), nullable=False),
        sa.Column("time_source", sa.String(length=40), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("vendor_type", sa.String(length=40), nullable=False),
        sa.Column("knew", sa.SmallInteger(), nullable=True),
        sa.Column("caller_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("caller_index", sa.LargeBinary(), nullable=True),
        sa.Column("caller_class", sa.String(length=40), nullable=True),
        sa.Column("notes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "caller_class IN ('mobile', 'landline', 'landline_without_area', 'shared_cost', 'service', 'carrier', 'hotline', 'emergency', 'sms_gateway', 'foreign', 'hidden', 'unreadable')",
            name=op.f("ck_calls_caller_class_known"),
        ),
        sa.CheckConstraint("channel IN ('call', 'sms', 'wechat', 'visit')", name=op.f("ck_calls_channel_known")),
        sa.CheckConstraint("precision IN ('minute', 'hour', 'day', 'week')", name=op.f("ck_calls_precision_known")),
        sa.CheckConstraint(
            "time_source IN ('call_log', 'screenshot', 'message', 'memory')", name=op.f("ck_calls_time_source_known")
        ),
        sa.CheckConstraint(
            "vendor_type IN ('maternity_class', 'confinement_nanny', 'infant_formula', 'lanugo_brush', 'hand_foot_print', 'postnatal_fitness', 'baby_photography', 'early_education', 'cord_blood', 'insurance', 'other')",
            name=op.f("ck_calls_vendor_type_known"),
        ),
        sa.CheckConstraint("knew BETWEEN 0 AND 127", name=op.f("ck_calls_knew_known")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_calls_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "id", name=op.f("pk_calls")),
        sa.UniqueConstraint("complaint_id", "fingerprint", name=op.f("uq_calls_complaint_id_fingerprint")),
    )
    op.create_index("ix_calls_caller_index", "calls", ["caller_index"], unique=False)

    op.create_table(
        "complaint_keys",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("master_version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_keys_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_keys")),
    )
    op.create_table(
        "quiet_reports",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_quiet_reports_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "reported_at", name=op.f("pk_quiet_reports")),
    )
    op.execute(
        sa.text("INSERT INTO journal_head (id, sequence, digest) VALUES (1, 0, :genesis)").bindparams(
            sa.bindparam("genesis", GENESIS, sa.LargeBinary)
        )
    )


def downgrade() -> None:
    op.drop_table("quiet_reports")
    op.drop_table("complaint_keys")
    op.drop_index("ix_calls_caller_index", table_name="calls")

    op.drop_table("calls")
    op.drop_index(op.f("ix_staff_sessions_staff_id"), table_name="staff_sessions")

    op.drop_table("staff_sessions")
    op.drop_index(op.f("ix_sign_in_attempts_failed_at"), table_name="sign_in_attempts")

    op.drop_table("sign_in_attempts")
    op.drop_index(op.f("ix_exports_recipient_id"), table_name="exports")

    op.drop_table("exports")
    op.drop_index(op.f("ix_export_plans_recipient_id"), table_name="export_plans")

    op.drop_table("export_plans")
    op.drop_index(op.f("ix_complaints_created_at"), table_name="complaints")

    op.drop_table("complaints")
    op.drop_table("staff")
    op.drop_table("recipients")
    op.drop_table("journal_head")
    op.drop_index(op.f("ix_journal_subject"), table_name="journal")

    op.drop_table("journal")
    op.drop_index(op.f("ix_jobs_state"), table_name="jobs")

    op.drop_table("jobs")
    op.drop_table("hospitals")
    op.drop_table("analyses")
