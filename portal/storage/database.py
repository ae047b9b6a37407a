"""The engine, and the two ways in: a read and a write.

SQLite (the embedded default, for one small office) runs with a rollback journal: write-ahead logging could lose
committed pages in SQLite 3.7.0 to 3.51.2 (the WAL-reset bug), and the interpreter brings its own, older SQLite.
Writers begin IMMEDIATE, so two of them queue instead of failing half-way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError as DatabaseUnreachable  # noqa: F401 - storage names it for the others

BUSY_SECONDS = 30
SQLITE_SETTINGS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
)


class Store:
    """One database. Everything that reads or writes takes a connection from here."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)

    @property
    def embedded(self) -> bool:
        """Whether this is the SQLite file beside the portal."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; nothing that is written in it stays."""
        with self.engine.connect() as connection:
            if not self.embedded:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it durable at the end of the block, or none of it."""
        with self.engine.connect() as connection:
            connection.info["writing"] = True
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.info["writing"] = False

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """A write that is taken back at the end of the block, to see what it would have done."""
        with self.engine.connect() as connection:
            connection.info["writing"] = True
            try:
                with connection.begin() as transaction:
                    yield connection
                    transaction.rollback()
            finally:
                connection.info["writing"] = False

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins too late for foreign keys and too weakly for writers.
    connection.isolation_level = None
    for setting in SQLITE_SETTINGS:
        connection.execute(setting)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writing") else "BEGIN")
