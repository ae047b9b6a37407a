"""A line of the log: JSON with the fields of a closed list, and nothing else of whatever was logged.

What a library says in free text may quote an address, a path or a value: of it only the event that its first words
stand for is kept, and of an exception its kind and place.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

FIELDS = ("endpoint", "method", "status", "ms", "request", "kind", "place", "member", "permission", "refused")
EVENT, TOLD = "event", "told"  # where a record of ours carries its event and its fields
OTHER = "server.other"
SERVER_EVENTS = {
    "Starting gunicorn": "server.start",
    "Listening at": "server.listening",
    "Using worker": "server.kind",
    "Control socket": "server.kind",
    "Handling signal": "server.signal",
    "Shutting down": "server.end",
    "Booting worker": "server.worker_start",
    "Worker exiting": "server.worker_end",
    "WORKER TIMEOUT": "server.worker_timeout",
    "Worker (pid": "server.worker_lost",
    "Worker failed to boot": "server.worker_broke",
    "Exception in worker": "server.worker_broke",
    "Error handling request": "server.request_broke",
    "Invalid request": "server.invalid_request",
    "Connection in use": "server.address_taken",
    "Can't connect to": "server.address_taken",
}


class JsonLines(logging.Formatter):
    """Writes allowed fields only."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, EVENT, None) or _event_of(record),
        }
        told = getattr(record, TOLD, {})
        line |= {name: told[name] for name in FIELDS if name in told}
        if record.exc_info and record.exc_info[1] is not None:
            line |= kind_and_place(record.exc_info[1])
        return json.dumps(line, separators=(",", ":"))


def kind_and_place(error: BaseException) -> dict[str, str]:
    """What may be said of an exception; its message may quote what a mother wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = (f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return {"kind": type(error).__name__, "place": " < ".join(places)}


def _event_of(record: logging.LogRecord) -> str:
    words = str(record.msg)
    return next((event for begin, event in SERVER_EVENTS.items() if words.startswith(begin)), OTHER)
