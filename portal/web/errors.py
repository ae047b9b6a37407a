"""Error pages: what happened, what was kept, what to do; no detail of the machine."""

import logging

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

KNOWN = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
log = logging.getLogger("portal")


def register(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(Exception, _unexpected)


def _page(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    return render_template("shared/error.html", code=code if code in KNOWN else 500), code


def _expired(_error: CSRFError) -> tuple[str, int]:
    return render_template("shared/error.html", code="expired"), 400


def _unexpected(error: Exception) -> tuple[str, int]:
    # The type only: a message or a traceback could hold what a mother wrote.
    log.error("unexpected error of type %s", type(error).__name__)
    return _page(InternalServerError())
