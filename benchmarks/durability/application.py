"""The portal under the load, imported by gunicorn as `benchmarks.durability.application:app`.

One thing differs: the limit of reports without a browser's effort is lifted (its query still runs), since hundreds of
reports a second from one sender are what this load is. JINGYUE_PLANTED breaks the portal on purpose, to show that
the harness sees it:

`early`       the receipt is given before anything is written;
`unsynced`    SQLite never waits for the disk;
`attachment`  it does not while evidence is written;
`directory`   it waits for its files, not for the names of files (the folder that a journal was removed from);
`leaf`        the entry in the journal is written after the answer;
`pieces`      every statement is durable for itself and the next comes a little later, so a kill leaves half a report.
"""

import io
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, event

from benchmarks.durability.sent import DISTRICT, HOSPITAL, MANY
from portal import create_app
from portal.domain.journal import Entry
from portal.intake import complaints
from portal.storage import database, hospitals, journal

complaints.WITHOUT_EFFORT = MANY
BETWEEN_PIECES = 0.02  # seconds
PLANTED = os.environ.get("JINGYUE_PLANTED", "")

app = create_app()
SERVICES = app.extensions["jingyue"].services
with SERVICES.store.write() as _connection:
    hospitals.put(_connection, {HOSPITAL: DISTRICT})


def _in_pieces() -> None:
    store = SERVICES.store
    if store.embedded:
        event.remove(store.engine, "begin", database._begin_sqlite)
    else:
        store.engine = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    event.listen(store.engine, "after_cursor_execute", lambda *_: time.sleep(BETWEEN_PIECES))


class _Early:
    """Answers a sent report with a receipt at once, and does the work afterwards."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != "/report":
            return self._inner(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        later = environ | {"wsgi.input": io.BytesIO(body)}
        threading.Timer(0.2, lambda: list(self._inner(later, lambda *_: None))).start()
        start_response("303 SEE OTHER", [("Location", "/received"), ("Content-Length", "0")])
        return [b""]


def _waiting(how: str, *, only_for_evidence: bool = False) -> None:
    engine = SERVICES.store.engine

    def prepare(connection: Any, *_: object) -> None:
        weak = not only_for_evidence or (has_request_context() and request.path == "/diary/evidence")
        connection.execute(f"PRAGMA synchronous={how if weak else 'EXTRA'}")

    event.listen(engine, "checkout", prepare)


class _LateJournal:
    """Stands in the journal's place where reports are taken in."""

    def append(self, _connection: Connection, entry: Entry) -> None:
        threading.Timer(0.2, self._append, (entry,)).start()

    def _append(self, entry: Entry) -> None:
        with SERVICES.store.write() as connection:
            journal.append(connection, entry)


if PLANTED == "pieces":
    _in_pieces()
elif PLANTED == "early":
    app.wsgi_app = _Early(app.wsgi_app)  # type: ignore[method-assign]
elif PLANTED == "unsynced":
    _waiting("OFF")
elif PLANTED == "attachment":
    _waiting("OFF", only_for_evidence=True)
elif PLANTED == "directory":
    _waiting("FULL")
elif PLANTED == "leaf":
    complaints.journal = _LateJournal()  # type: ignore[assignment]
