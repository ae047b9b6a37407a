"""What PostgreSQL itself counted on the journal's table: entries are only added, so any other write is an alarm."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

COUNTED = text(
    "SELECT n_tup_ins AS added, n_tup_upd + n_tup_del AS rewritten"
    " FROM pg_stat_user_tables WHERE relid = 'public.journal'::regclass"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows were added, and how many changed or removed, since the server began to count."""

    added: int
    rewritten: int


def counted(connection: Connection) -> Counted:
    """What the server counted; SQLite counts nothing."""
    if connection.dialect.name != "postgresql":
        return Counted(0, 0)
    row = connection.execute(COUNTED).one()
    return Counted(row.added, row.rewritten)
