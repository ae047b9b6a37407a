"""Files that come in: only where a view takes them, in memory, never as a copy on the server's disk."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, current_app, request

from portal.domain.attachment import MOST_BYTES_AT_ONCE

AROUND_THE_FILES = 64 * 1024  # names, boundaries, the other fields
View = Callable[..., Any]


class RequestInMemory(Request):
    """A request whose files stay in memory: nothing unsealed may lie on a disk."""

    def _get_file_stream(self, *_how_large: Any, **_named: Any) -> IO[bytes]:
        return BytesIO()


def takes_files(view: View) -> View:
    """Mark a view that takes more than a form's worth of bytes."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Widen the limit for the marked views, before anything reads the form."""
    app.request_class = RequestInMemory
    app.before_request(_widen)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        request.max_content_length = MOST_BYTES_AT_ONCE + AROUND_THE_FILES
