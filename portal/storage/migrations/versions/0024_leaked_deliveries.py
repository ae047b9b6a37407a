"""A breach may be that of a delivery

Revision: 0024
Follows: 0023
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BEFORE = "'account', 'export', 'backup', 'keys', 'database'"
AFTER = "'account', 'export', 'delivery', 'backup', 'keys', 'database'"


def upgrade() -> None:
    _allow(BEFORE, AFTER)


def downgrade() -> None:
    op.execute("UPDATE breaches SET kind = 'export' WHERE kind = 'delivery'")
    _allow(AFTER, BEFORE)


def _allow(before: str, after: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_breaches_kind_known"), "breaches", type_="check")
        op.create_check_constraint(op.f("ck_breaches_kind_known"), "breaches", f"kind IN ({after})")
        return
    # As in 0015: SQLite would make the table anew; for a CHECK alone its manual has this shorter way.
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.get_bind().exec_driver_sql("PRAGMA writable_schema=ON")
    changed = op.get_bind().exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'breaches'",
        (f"kind IN ({before})", f"kind IN ({after})"),
    )
    if changed.rowcount != 1:
        raise RuntimeError("no table of breaches")
    op.get_bind().exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    op.get_bind().exec_driver_sql("PRAGMA writable_schema=RESET")
