"""The first report: one address, four screens, nothing kept before it is sent."""

from flask import redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.intake import catalogue, complaints, receipts
from portal.web.context import now, services
from portal.web.forms.report import ReportWalk
from portal.web.guard import public
from portal.web.public import lines, pocket, visit
from portal.web.public.blueprint import blueprint

TOO_MANY = 429


@blueprint.route("/report", methods=["GET", "POST"])
@public
def report() -> tuple[str, int] | Response:
    walk = _walk(request.form)
    return _filed(walk) if walk.complete else _page(walk)


@blueprint.errorhandler(CSRFError)
def form_of_another_session(_error: CSRFError) -> tuple[str, int]:
    """A report that was open while the browser forgot its cookies is shown again, ready to be sent."""
    if request.endpoint == "public.pocket":
        return pocket.of_another_session()
    if request.endpoint != "public.report":
        return render_template("shared/error.html", code="expired"), 400
    told = request.form.copy()
    told["go"] = "stay"
    walk = _walk(told)
    walk.ask_again()
    return _page(walk)


def _walk(told: MultiDict[str, str]) -> ReportWalk:
    return ReportWalk(
        told,
        hospitals=catalogue.hospitals_by_district(services().store),
        at=now(),
        new_token=receipts.new_submission_token,
    )


def _page(walk: ReportWalk) -> tuple[str, int]:
    page = render_template(f"public/report_{walk.screen}.html", walk=walk, calls=lines.of_walk(walk))
    return page, 400 if walk.mistaken else 200


def _filed(walk: ReportWalk) -> tuple[str, int] | Response:
    store, vault = services().store, services().vault
    try:
        receipt = complaints.submit(
            walk.to_draft(), token=walk.token, store=store, vault=vault, at=now(), effort=walk.effort
        )
    except complaints.Flooded:
        walk.ask_to_wait()
        return _page(walk)[0], TOO_MANY
    visit.begin(receipt.code)
    return redirect(url_for("public.received"), 303)
