"""Looking up a number or a message: her browser fetches a broad range and compares by itself."""

from flask import abort, jsonify, render_template
from werkzeug.wrappers import Response

from portal.domain.published import RANGES
from portal.domain.vocabulary import VendorType
from portal.intake import lookup as published
from portal.web.context import services
from portal.web.guard import public
from portal.web.public.blueprint import blueprint


@blueprint.get("/lookup")
@public
def lookup() -> str:
    return render_template("public/lookup.html", vendors=list(VendorType))


@blueprint.get("/lookup/range/<name>")
@public
def lookup_range(name: str) -> Response:
    if name not in RANGES:
        abort(404)
    found = published.lines_of(name, store=services().store)
    return jsonify([[line.digest.hex(), line.mothers, line.vendor_type] for line in found])
