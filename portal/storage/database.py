"""The engine, and the two ways in: a read and a write.

SQLite (the embedded default, for one small office) runs with a rollback journal: write-ahead logging could lose
committed pages in SQLite 3.7.0 to 3.51.2 (the WAL-reset bug), and the interpreter brings its own, older SQLite.
Writers begin IMMEDIATE, so two of them queue instead of failing half-way.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from uuid import UUID

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError as DatabaseUnreachable  # noqa: F401 - storage names it for the others

from portal.domain.face import OWNER, Face, Speaker

BUSY_SECONDS = 30
SQLITE_SETTINGS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
)
# Both are over with the transaction; the policies of `storage.policies` ask for them.
INTRODUCE = text("SELECT set_config('jingyue.token', :token, true), set_config('jingyue.complaint', :about, true)")


class Store:
    """One database. Everything that reads or writes takes a connection from here.

    With `roles` (how their names begin; PostgreSQL only) each face of the portal has connections of its own, and
    `speaker` says at the start of every transaction whose turn it is. Without, the owner does everything.
    """

    def __init__(self, url: str, *, roles: str = "", speaker: Callable[[], Speaker] = lambda: OWNER) -> None:
        self.engine = _engine(url)
        self._speaker = speaker
        self._engines = _engines(url, roles) if roles and not self.embedded else {}

    @property
    def embedded(self) -> bool:
        """Whether this is the SQLite file beside the portal."""
        return self.engine.dialect.name == "sqlite"

    def facing(self, face: Face) -> "Store":
        """The same database, always spoken to as one face."""
        twin = copy(self)
        twin.engine = self._engines.get(face, self.engine)
        twin._speaker = lambda: Speaker(face)
        return twin

    @contextmanager
    def read(self, about: UUID | None = None) -> Iterator[Connection]:
        """A consistent view; nothing that is written in it stays. `about`: the complaint whose mother is served."""
        speaker = self._speaker()
        with self._engine_of(speaker).connect() as connection:
            if not self.embedded:
                connection.execution_options(isolation_level="REPEATABLE READ")
            self._introduce(connection, speaker, about)
            yield connection

    @contextmanager
    def write(self, about: UUID | None = None) -> Iterator[Connection]:
        """One transaction: all of it durable at the end of the block, or none of it; `about` as for `read`."""
        with self._writing() as (connection, speaker), connection.begin():
            self._introduce(connection, speaker, about)
            yield connection

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """A write that is taken back at the end of the block, to see what it would have done."""
        with self._writing() as (connection, speaker), connection.begin() as transaction:
            self._introduce(connection, speaker, None)
            yield connection
            transaction.rollback()

    def close(self) -> None:
        """Give the connections back."""
        for engine in (self.engine, *self._engines.values()):
            engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, Speaker]]:
        speaker = self._speaker()
        with self._engine_of(speaker).connect() as connection:
            connection.info["writing"] = True
            try:
                yield connection, speaker
            finally:
                connection.info["writing"] = False

    def _engine_of(self, speaker: Speaker) -> Engine:
        return self._engines.get(speaker.face, self.engine)

    def _introduce(self, connection: Connection, speaker: Speaker, about: UUID | None) -> None:
        if speaker.face in self._engines and (speaker.token or about):
            connection.execute(INTRODUCE, {"token": speaker.token, "about": str(about or "")})


def _engines(url: str, roles: str) -> dict[Face, Engine]:
    """None for the owner: a process of the web need not be able to become the owner."""
    return {face: _engine(make_url(url).set(username=f"{roles}_{face}")) for face in Face if face is not Face.OWNER}


def _engine(url: str | URL) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
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
