"""Whether the portal can do its work, for whoever watches it."""

from flask import Blueprint, Response, jsonify

from portal.web.context import services
from portal.web.guard import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    missing = services().missing()
    return jsonify(status="ok" if not missing else "unready", missing=missing), 503 if missing else 200
