"""What the calls of a complaint add up to is kept beside it; the queue is answered from one index

Revision: 0012
Follows: 0011
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STAGES = (
    "first_trimester", "second_trimester", "third_trimester", "confinement", "to_hundred_days", "after_hundred_days",
)  # fmt: skip
VENDORS = (
    "maternity_class", "confinement_nanny", "infant_formula", "lanugo_brush", "hand_foot_print", "postnatal_fitness",
    "baby_photography", "early_education", "cord_blood", "insurance", "other",
)  # fmt: skip
COLUMNS = {
    "told_calls": "INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_complaints_told_calls_counted CHECK (told_calls >= 0)",
    "told_last": {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"},
    "told_vendors": (
        "INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_complaints_told_vendors_known CHECK (told_vendors BETWEEN 0 AND 2047)"
    ),
    "told_stage": (
        "VARCHAR(40) CONSTRAINT ck_complaints_told_stage_known "
        f"CHECK (told_stage IN ({', '.join(repr(stage) for stage in STAGES)}))"
    ),
}
ROWS_AT_ONCE = 500
SHANGHAI = timedelta(hours=8)

complaints = sa.table(
    "complaints",
    sa.column("id", sa.Uuid()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("due_on", sa.Date()),
    sa.column("born_on", sa.Date()),
    sa.column("told_calls", sa.Integer()),
    sa.column("told_last", sa.DateTime(timezone=True)),
    sa.column("told_vendors", sa.Integer()),
    sa.column("told_stage", sa.String()),
)
calls = sa.table(
    "calls",
    sa.column("complaint_id", sa.Uuid()),
    sa.column("vendor_type", sa.String()),
    sa.column("reported_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    # Not as a batch: SQLite would have to drop the table that all others point to.
    for name, rest in COLUMNS.items():
        kind = rest if isinstance(rest, str) else rest[op.get_bind().dialect.name]
        op.execute(f"ALTER TABLE complaints ADD COLUMN {name} {kind}")
    _fill(op.get_bind())
    op.drop_index("ix_complaints_created_at", "complaints")
    queue = ("created_at", "id", "withdrawal", "status", "origin", "hospital_id")
    op.create_index("ix_complaints_queue", "complaints", [*queue, "told_stage", "told_vendors", "tier", "told_last"])
    op.create_index("ix_calls_reported_at", "calls", ["reported_at"])


def downgrade() -> None:
    op.drop_index("ix_calls_reported_at", "calls")
    op.drop_index("ix_complaints_queue", "complaints")
    op.create_index("ix_complaints_created_at", "complaints", ["created_at"])
    for name in COLUMNS:
        op.execute(f"ALTER TABLE complaints DROP COLUMN {name}")


def _fill(connection) -> None:
    ids = list(connection.execute(sa.select(complaints.c.id)).scalars())
    for start in range(0, len(ids), ROWS_AT_ONCE):
        some = ids[start : start + ROWS_AT_ONCE]
        told = defaultdict(list)
        for row in connection.execute(sa.select(calls).where(calls.c.complaint_id.in_(some))):
            told[row.complaint_id].append(row)
        asked = sa.select(complaints.c.id, complaints.c.created_at, complaints.c.due_on, complaints.c.born_on)
        for row in connection.execute(asked.where(complaints.c.id.in_(some))).all():
            connection.execute(
                sa.update(complaints).where(complaints.c.id == row.id).values(_values(row, told[row.id]))
            )


def _values(row, told) -> dict:
    last = max((call.reported_at for call in told), default=None)
    return {
        "told_calls": len(told),
        "told_last": last,
        "told_vendors": sum(1 << VENDORS.index(vendor) for vendor in {call.vendor_type for call in told}),
        "told_stage": _stage(last or row.created_at, row.due_on, row.born_on),
    }


def _stage(at: datetime, due_on, born_on) -> str | None:
    birth = born_on or due_on
    if birth is None:
        return None
    # SQLite gives UTC without a zone.
    day = ((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC) + SHANGHAI).date()
    since = (day - birth).days
    if since >= 0:
        return STAGES[3 if since <= 42 else 4 if since <= 100 else 5]
    age = (day - (due_on or birth)).days + 280
    return STAGES[0 if age < 98 else 1 if age < 196 else 2]
