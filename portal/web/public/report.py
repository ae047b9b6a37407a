"""The first report: one address, four screens, nothing kept before it is sent."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.intake import catalogue, complaints, receipts
from portal.web.context import now, services
from portal.web.forms.report import ReportWalk
from portal.web.guard import public
from portal.web.public import lines, visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/report", methods=["GET", "POST"])
@public
def report() -> str | tuple[str, int] | Response:
    walk = ReportWalk(
        request.form,
        hospitals=catalogue.hospitals_by_district(services().store),
        at=now(),
        new_token=receipts.new_submission_token,
    )
    if walk.complete:
        return _filed(walk)
    page = render_template(f"public/report_{walk.screen}.html", walk=walk, calls=lines.of_walk(walk))
    return page, 400 if walk.mistaken else 200


def _filed(walk: ReportWalk) -> Response:
    receipt = complaints.submit(
        walk.to_draft(), token=walk.token, store=services().store, vault=services().vault, at=now()
    )
    visit.begin(receipt.code)
    return redirect(url_for("public.received"), 303)
