"""The office under a host name of its own: browsers keep the faces apart, and neither serves the other's pages."""

from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

OFFICE = "/office"
OF_BOTH = frozenset({"assets.asset", "health.healthz", "metrics.metrics"})


def register(app: Flask, *, office_url: str) -> None:
    """Keep them apart where the office has an address of its own; before anything else looks at a request."""
    if not office_url:
        return
    office_host = urlsplit(office_url).netloc

    @app.before_request
    def keep_apart() -> Response | None:
        if request.endpoint in OF_BOTH:
            return None
        inside = request.path == OFFICE or request.path.startswith(f"{OFFICE}/")
        at_office = request.host == office_host
        if at_office and request.path == "/":
            return redirect(f"{OFFICE}/")
        if inside is not at_office:
            abort(404)
        return None
