"""The tree over the journal, and a journal that only takes in

Revision: 0016
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

from portal.domain.journal import Entry, Standing, chained
from portal.storage.types import DOCUMENT, UtcInstant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal only takes in'); END",
    "CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal only takes in'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION journal_only_takes_in() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal only takes in'; END $$",
    "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_only_takes_in()",
    "CREATE TRIGGER journal_is_not_deleted BEFORE DELETE OR TRUNCATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_only_takes_in()",
)
JOURNAL = sa.table(
    "journal",
    sa.column("sequence", sa.Integer()),
    sa.column("at", UtcInstant()),
    sa.column("actor", sa.String()),
    sa.column("verb", sa.String()),
    sa.column("subject", sa.String()),
    sa.column("details", DOCUMENT),
    sa.column("previous", sa.LargeBinary()),
    sa.column("digest", sa.LargeBinary()),
    sa.column("finished", sa.LargeBinary()),
)
HEAD = sa.table("journal_head", sa.column("frontier", sa.LargeBinary()))
CHUNK = 1000


class JournalBroken(RuntimeError):
    """The chain does not hold, so no tree may be put over it as if it did."""


def upgrade() -> None:
    # Empty, until the rows below have theirs.
    kind, empty = ("BLOB", "x''") if _embedded() else ("BYTEA", "''")
    for table, column in (("journal", "finished"), ("journal_head", "frontier")):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} NOT NULL DEFAULT {empty}")
    op.execute("ALTER TABLE analyses ADD COLUMN planned_in INTEGER")
    frontier = _grow()
    op.get_bind().execute(sa.update(HEAD).values(frontier=b"".join(frontier)))
    for statement in SQLITE if _embedded() else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    on = "" if _embedded() else " ON journal"
    op.execute(f"DROP TRIGGER journal_is_not_deleted{on}")
    op.execute(f"DROP TRIGGER journal_is_not_changed{on}")
    if not _embedded():
        op.execute("DROP FUNCTION journal_only_takes_in()")
    op.execute("ALTER TABLE analyses DROP COLUMN planned_in")
    op.execute("ALTER TABLE journal_head DROP COLUMN frontier")
    op.execute("ALTER TABLE journal DROP COLUMN finished")


def _embedded() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _grow() -> tuple[bytes, ...]:
    """Put the tree over the entries that are there; the frontier at their end."""
    connection, standing = op.get_bind(), Standing()
    finish = sa.update(JOURNAL).where(JOURNAL.c.sequence == sa.bindparam("place")).values(finished=sa.bindparam("made"))
    while True:
        query = sa.select(JOURNAL).where(JOURNAL.c.sequence > standing.sequence).order_by(JOURNAL.c.sequence)
        rows = connection.execute(query.limit(CHUNK)).all()
        if not rows:
            return standing.frontier
        made = []
        for row in rows:
            standing, finished = _next(row, standing)
            made.append({"place": row.sequence, "made": finished})
        connection.execute(finish, made)


def _next(row: sa.Row, standing: Standing) -> tuple[Standing, bytes]:
    entry = Entry(row.at, row.actor, row.verb, row.subject, row.details)
    expected, after = chained(entry, standing)
    if (row.sequence, row.previous, row.digest) != (expected.sequence, expected.previous, expected.digest):
        raise JournalBroken(str(row.sequence))
    return after, expected.finished
