"""A note can be taken away: its text goes, by whom, when and why stays

Revision: 0025
Follows: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("letters", "case_notes")
REMOVAL = {
    "removed_by": sa.String(length=60),
    "removed_at": sa.DateTime(timezone=True),
    "removed_reason": sa.String(40),
}
CHECKS = {
    "text_or_removal": (
        "(text_sealed IS NULL) = (removed_at IS NOT NULL AND removed_by IS NOT NULL AND removed_reason IS NOT NULL)"
    ),
    "removed_reason_known": "removed_reason IN ('mistake', 'personal_data')",
}
ONLY_NOTES = {"only_notes_removed": "removed_at IS NULL OR kind = 'note'"}
# Runs as the owner: an officer finds no hold of a complaint that is somebody else's, and her note of the case would go.
HELD = """
    CREATE FUNCTION jingyue_case_held(of integer) RETURNS boolean AS $$
      SELECT EXISTS (
        SELECT 1 FROM legal_holds JOIN case_complaints ON case_complaints.complaint_id = legal_holds.complaint_id
        WHERE case_complaints.case_id = of AND legal_holds.released_at IS NULL
      ) $$ LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
"""


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as rows:
            for name, kind in REMOVAL.items():
                rows.add_column(sa.Column(name, kind, nullable=True))
            rows.alter_column("text_sealed", existing_type=sa.LargeBinary(), nullable=True)
            for name, rule in _checks(table).items():
                rows.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(HELD)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION jingyue_case_held")
    for table in TABLES:
        op.execute(f"DELETE FROM {table} WHERE text_sealed IS NULL")  # noqa: S608 - names of our own
        with op.batch_alter_table(table) as rows:
            for name in _checks(table):
                rows.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            rows.alter_column("text_sealed", existing_type=sa.LargeBinary(), nullable=False)
            for name in REMOVAL:
                rows.drop_column(name)


def _checks(table: str) -> dict[str, str]:
    return CHECKS | (ONLY_NOTES if table == "letters" else {})
