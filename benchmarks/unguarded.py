"""What somebody who owns the database does first: take the journal's triggers away."""

from sqlalchemy import Connection, text

TRIGGERS = ("journal_is_not_changed", "journal_is_not_deleted")


def unguarded(connection: Connection) -> None:
    """Let the journal's rows be changed, as far as this transaction stays."""
    on = "" if connection.dialect.name == "sqlite" else " ON journal"
    for trigger in TRIGGERS:
        connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}{on}"))
