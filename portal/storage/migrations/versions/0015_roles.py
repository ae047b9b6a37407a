"""Roles of a verifier, of those who ask for and approve exports, of an auditor; second factors; two administrators

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ROLES = "'case_officer', 'analyst', 'supervisor', 'administrator', 'hotline_clerk'"
MORE = "'hospital_verifier', 'export_requester', 'export_approver', 'auditor'"
ALL_ROLES = f"{ROLES}, {MORE}"
READ_BY = ("at", "actor", "verb")
POINTING = ("office_visits", "saved_searches", "case_exclusions", "holds", "assignments")


def upgrade() -> None:
    _allow_roles(ROLES, ALL_ROLES)
    _sessions()
    _factors()
    _requests()
    for column in READ_BY:
        op.create_index(f"ix_journal_{column}", "journal", [column])


def _sessions() -> None:
    # Nobody said by what the old ones were proven: everybody signs in again.
    op.drop_table("staff_sessions")
    op.create_table(
        "staff_sessions",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("factor", sa.String(length=40), nullable=False),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "factor IN ('passphrase', 'security_key', 'code_app')", name=op.f("ck_staff_sessions_factor_known")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("id", name=op.f("uq_staff_sessions_id")),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "half_open_sign_ins",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_half_open_sign_ins_staff_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_half_open_sign_ins")),
    )
    op.create_index("ix_half_open_sign_ins_staff_id", "half_open_sign_ins", ["staff_id"])


def _factors() -> None:
    op.create_table(
        "sign_in_challenges",
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_sign_in_challenges")),
    )
    op.create_index("ix_sign_in_challenges_made_at", "sign_in_challenges", ["made_at"])
    op.create_table(
        "staff_passkeys",
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_staff_passkeys_counted")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_passkeys_staff_id")),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_staff_passkeys")),
    )
    op.create_index("ix_staff_passkeys_staff_id", "staff_passkeys", ["staff_id"])
    op.create_table(
        "staff_code_apps",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("pending_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(secret_sealed IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_staff_code_apps_confirmed_whole")
        ),
        sa.CheckConstraint(
            "(secret_sealed IS NULL) = (last_step IS NULL)", name=op.f("ck_staff_code_apps_used_once_confirmed")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_code_apps_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_code_apps")),
    )
    op.create_table(
        "staff_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("browser", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "kind IN ('new_session', 'reset', 'role', 'factor_added', 'factor_removed', 'factor_failed')",
            name=op.f("ck_staff_notices_kind_known"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_notices_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notices")),
    )
    op.create_index("ix_staff_notices_staff_id", "staff_notices", ["staff_id"])


def _requests() -> None:
    op.create_table(
        "account_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.CheckConstraint("decided_by <> asked_by OR granted = false", name=op.f("ck_account_requests_second_person")),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (granted IS NULL)",
            name=op.f("ck_account_requests_decided_whole"),
        ),
        sa.CheckConstraint("(step = 'reset') = (role IS NULL)", name=op.f("ck_account_requests_role_but_for_resets")),
        sa.CheckConstraint("step IN ('employ', 'role', 'reset')", name=op.f("ck_account_requests_step_known")),
        sa.CheckConstraint(f"role IN ({ALL_ROLES})", name=op.f("ck_account_requests_role_known")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_requests_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_requests")),
    )
    op.create_index("ix_account_requests_staff_id", "account_requests", ["staff_id"])


def downgrade() -> None:
    for column in READ_BY:
        op.drop_index(f"ix_journal_{column}", "journal")
    for table in (
        "account_requests",
        "staff_notices",
        "staff_code_apps",
        "staff_passkeys",
        "sign_in_challenges",
        "half_open_sign_ins",
        "staff_sessions",
    ):
        op.drop_table(table)
    op.create_table(
        "staff_sessions",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_staff_sessions")),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    # What an older release does not know cannot stay; whoever is of that role is made again after the next upgrade.
    for table in POINTING:
        op.execute(f"DELETE FROM {table} WHERE staff_id IN (SELECT id FROM staff WHERE role IN ({MORE}))")  # noqa: S608 - constants
    op.execute(f"DELETE FROM staff WHERE role IN ({MORE})")  # noqa: S608 - constants
    _allow_roles(ALL_ROLES, ROLES)


def _allow_roles(before: str, after: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_staff_role_known"), "staff", type_="check")
        op.create_check_constraint(op.f("ck_staff_role_known"), "staff", f"role IN ({after})")
        return
    # SQLite would make the table anew, and much points to it; for a CHECK alone its manual has this shorter way.
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.get_bind().exec_driver_sql("PRAGMA writable_schema=ON")
    changed = op.get_bind().exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'staff'",
        (f"role IN ({before})", f"role IN ({after})"),
    )
    if changed.rowcount != 1:
        raise RuntimeError("no table of staff")
    op.get_bind().exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    op.get_bind().exec_driver_sql("PRAGMA writable_schema=RESET")
