"""What no database of ours could hold is refused before a view sees it."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

LARGEST_NUMBER = 2**31 - 1  # of a row: PostgreSQL's INTEGER
NUL = "\x00"  # in no text of PostgreSQL, and on no keyboard
NOT_UNDERSTOOD = 400


class RowNumber(IntegerConverter):
    """A number in an address; a larger one than any row has leads nowhere."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"max": LARGEST_NUMBER} | named)


def register(app: Flask) -> None:
    """Before any address is added to the application."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def row_number(typed: str) -> int:
    """A number after the question mark, as a row may have it; a ValueError where none can."""
    number = int(typed)
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError
    return number


def _refuse_nul() -> None:
    told = [request.path]
    for fields in (request.args, request.form):
        for name, value in fields.items(multi=True):
            told += [name, value]
    if any(NUL in text for text in told):
        abort(NOT_UNDERSTOOD)
