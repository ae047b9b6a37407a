"""Receivers, deliveries, the calls that left with them, and the unit of a member of staff

Revision: 0023
Follows: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("staff", sa.Column("unit", sa.String(length=120), nullable=True))
    op.create_table(
        "receivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("public_key", sa.String(length=100), nullable=False),
        sa.Column("registered_by", sa.String(length=60), nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.CheckConstraint("retired_at >= registered_at", name=op.f("ck_receivers_retired_after_registered")),
        sa.CheckConstraint(
            "purpose IN ('supervision', 'prosecution', 'telecom')", name=op.f("ck_receivers_purpose_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receivers")),
    )
    op.create_table("deliveries", *_columns(), *_rules())
    for column in ("receiver_id", "asked_at", "taken_at"):
        op.create_index(f"ix_deliveries_{column}", "deliveries", [column])
    op.create_table(
        "delivery_rows",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_delivery_rows_complaint_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_delivery_rows_delivery_id")),
        sa.PrimaryKeyConstraint("complaint_id", "delivery_id", "call_id", name=op.f("pk_delivery_rows")),
    )
    op.create_index("ix_delivery_rows_delivery_id", "delivery_rows", ["delivery_id"])


def downgrade() -> None:
    for table in ("delivery_rows", "deliveries", "receivers"):
        op.drop_table(table)
    op.drop_column("staff", "unit")


def _columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("sealed_to", sa.String(length=100), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("told_from", sa.Date(), nullable=False),
        sa.Column("told_until", sa.Date(), nullable=False),
        sa.Column("verified_only", sa.Boolean(), nullable=False),
        sa.Column("district", sa.String(length=120), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("mothers", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_unit", sa.String(length=120), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=True),
        sa.Column("decided_unit", sa.String(length=120), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("opens_at", INSTANT, nullable=True),
        sa.Column("closes_at", INSTANT, nullable=True),
        sa.Column("stopped_by", sa.String(length=60), nullable=True),
        sa.Column("stopped_at", INSTANT, nullable=True),
        sa.Column("taken_at", INSTANT, nullable=True),
    ]


def _rules() -> list[sa.Constraint]:
    checks = {
        "period_forward": "told_until > told_from",
        "capped": "rows BETWEEN 1 AND 1000",
        "about_nobody": "mothers BETWEEN 5 AND rows",
        "second_person": "granted = false OR decided_by <> asked_by",
        "second_unit": "granted = false OR decided_unit <> asked_unit",
        "decided_whole": (
            "(decided_by IS NULL) = (granted IS NULL) AND (decided_unit IS NULL) = (granted IS NULL)"
            " AND (decided_at IS NULL) = (granted IS NULL)"
        ),
        "delayed": (
            "(opens_at IS NULL) = (closes_at IS NULL)"
            " AND (opens_at IS NULL OR (granted IS NOT NULL AND granted = true"
            " AND opens_at > decided_at AND closes_at > opens_at))"
        ),
        "stopped_whole": "(stopped_by IS NULL) = (stopped_at IS NULL)",
        "taken_in_time": (
            "taken_at IS NULL OR (opens_at IS NOT NULL AND stopped_at IS NULL"
            " AND taken_at >= opens_at AND taken_at < closes_at)"
        ),
    }
    return [
        *(sa.CheckConstraint(rule, name=op.f(f"ck_deliveries_{name}")) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(["receiver_id"], ["receivers.id"], name=op.f("fk_deliveries_receiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    ]
