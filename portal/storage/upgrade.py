"""Bringing the schema up and down: the same Alembic migrations on both databases."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from portal.storage import policies
from portal.storage.database import Store
from portal.storage.schema import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaBehind(RuntimeError):
    """The database's schema is not the one that this code expects."""


def upgrade(store: Store, revision: str = "head") -> None:
    """Bring the schema up to a revision; all or nothing. The faces' policies are to be put in force again."""
    with store.write() as connection:
        if current_in(connection) != newest():
            policies.lift(connection)
        command.upgrade(_config(connection), revision)


def downgrade(store: Store, revision: str) -> None:
    """Take the schema back to a revision."""
    with store.write() as connection:
        policies.lift(connection)
        command.downgrade(_config(connection), revision)


def current(store: Store) -> str | None:
    """The revision the database is at; None for an empty database."""
    with store.read() as connection:
        return current_in(connection)


def current_in(connection: Connection) -> str | None:
    """The same within a reading that is under way."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """The revision this code expects."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def revisions() -> list[Script]:
    """Every revision, newest first."""
    return list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def require_current(store: Store) -> None:
    """Refuse to work on a schema that is not this code's."""
    found = current(store)
    if found != newest():
        raise SchemaBehind(f"database at {found}, code at {newest()}")


def differences(store: Store) -> list[object]:
    """What separates the database from the schema in code (empty: nothing)."""
    with store.read() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
