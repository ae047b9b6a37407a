"""Work that only one process at a time may do on a database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from portal.storage.database import Store

THE_WORKER = 0x6A79776B  # any number that nothing else locks


@contextmanager
def the_only_worker(store: Store) -> Iterator[bool]:
    """Whether this process is the only worker until the end of the block; the lock goes with the process."""
    database = store.engine.url.database
    if store.embedded and database:
        with open(f"{database}.worker", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield bool(connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": THE_WORKER}).scalar())
        connection.execute(text("SELECT pg_advisory_unlock_all()"))
