"""A line for each answer: which view, how it ended, how long it took. No address, no path, no query, no body."""

import logging
import secrets
import time
from uuid import UUID

from flask import Flask, Response, g, request

from portal.web.log_line import EVENT, TOLD

SILENT = frozenset({"assets.asset", "health.healthz", "metrics.metrics"})
# The eight methods of HTTP: a client may send any word there, and it would stand in the log.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
log = logging.getLogger("portal")


def register(app: Flask) -> None:
    """Time every request and write its line."""
    app.before_request(_begin)
    app.after_request(_say)


def told() -> dict[str, object]:
    """What may be said of the request that is being answered."""
    method = request.method if request.method in METHODS else "other"
    return {"endpoint": request.endpoint or "none", "method": method, "request": g.get("request_number", "")}


def refused(member: UUID, permission: str) -> None:
    """Somebody who is signed in asked for what the role does not carry: who, for what, and no word of the address."""
    fields = {**told(), "member": str(member), "permission": permission}
    log.warning("access.refused", extra={EVENT: "access.refused", TOLD: fields})


def _begin() -> None:
    g.begun, g.request_number = time.monotonic(), secrets.token_hex(4)


def _say(response: Response) -> Response:
    if request.endpoint not in SILENT:
        took = round((time.monotonic() - g.get("begun", time.monotonic())) * 1000)
        fields = {**told(), "status": response.status_code, "ms": took}
        log.info("request", extra={EVENT: "request", TOLD: fields})
    return response
