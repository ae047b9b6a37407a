"""Error pages: what happened, what was kept, what to do; no detail of the machine."""

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from portal.domain.allowance import OpeningsSpent
from portal.services import VaultAway
from portal.web import request_log
from portal.web.log_line import EVENT, TOLD, kind_and_place

KNOWN = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
FULL = "jingyue.full"  # in a WSGI environment, where no client can put it: the server asks for its words of refusal
RETRY_AFTER = "30"  # seconds
log = logging.getLogger("portal")


def register(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""
    app.before_request(_full)
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(VaultAway, _away)
    app.register_error_handler(OpeningsSpent, _spent)
    app.register_error_handler(Exception, _unexpected)


def _full() -> tuple[str, int, dict[str, str]] | None:
    if FULL not in request.environ:
        return None
    return render_template("shared/error.html", code="full"), 503, {"Retry-After": RETRY_AFTER}


def _page(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    return render_template("shared/error.html", code=code if code in KNOWN else 500), code


def _away(error: VaultAway) -> tuple[str, int]:
    log.error(
        "request.broke VaultAway", extra={EVENT: "request.broke", TOLD: request_log.told() | kind_and_place(error)}
    )
    return _page(ServiceUnavailable())


def _spent(_error: OpeningsSpent) -> tuple[str, int]:
    return render_template("shared/error.html", code="spent"), 429


def _expired(_error: CSRFError) -> tuple[str, int]:
    return render_template("shared/error.html", code="expired"), 400


def _unexpected(error: Exception) -> tuple[str, int]:
    # Kind and place only: a message could hold what a mother wrote. Hence no exc_info for other handlers either.
    where = kind_and_place(error)
    log.error(
        "request.broke %s at %s",
        where["kind"],
        where["place"],
        extra={EVENT: "request.broke", TOLD: request_log.told() | where},
    )
    return _page(InternalServerError())
