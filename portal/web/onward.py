"""From the address of a step, which somebody opened as a page, to the page it belongs to."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.wrappers import Response


def onward(endpoint: str, **values: Any) -> Response:
    """The page, with what stands after the question mark.

    Never through `url_for`: to that a stranger's `?endpoint=` or `?_scheme=` would be an argument.
    """
    query = urlencode(list(request.args.items(multi=True)))
    return redirect(url_for(endpoint, **values) + ("?" + query if query else ""))
