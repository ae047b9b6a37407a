"""One telling, many offices: her calls as each office asks for them, and what came of it."""

from uuid import UUID

from flask import Response as PlainResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from portal.domain.vocabulary import Office
from portal.intake import complaints, filings, receipts
from portal.web.context import now, services
from portal.web.forms.filing import FilingForm, OutcomeForm
from portal.web.guard import public
from portal.web.public import lines, visit
from portal.web.public.blueprint import blueprint
from portal.web.wording import CHINESE

BYTE_ORDER_MARK = "\ufeff"  # Windows at an office's counter opens the file in the right characters


@blueprint.get("/diary/packets")
@public
def packets() -> str:
    complaint_id = visit.current().complaint_id
    filed = filings.of_complaint(complaint_id, store=services().store, vault=services().vault)
    return render_template("public/packets.html", offices=list(Office), filed=filed, form=OutcomeForm())


@blueprint.route("/diary/packets/<office>", methods=["GET", "POST"])
@public
def packet(office: str) -> tuple[str, int] | Response:
    complaint_id, chosen = visit.current().complaint_id, _office(office)
    form = FilingForm(request.form or None, at=now())
    token = request.form.get("token") or receipts.new_submission_token()
    if request.method == "POST" and form.validate():
        return _filed(complaint_id, chosen, form, token)
    text = _text(complaint_id, chosen)
    page = render_template("public/packet.html", office=chosen, text=text, form=form, token=token)
    return page, 400 if form.errors else 200


@blueprint.get("/diary/packets/<office>/text")
@public
def packet_text(office: str) -> PlainResponse:
    text = _text(visit.current().complaint_id, _office(office))
    # A neutral name: it shows in the phone's list of downloads.
    headers = {"Content-Disposition": 'attachment; filename="text.txt"'}
    return PlainResponse(BYTE_ORDER_MARK + text, mimetype="text/plain", headers=headers)


@blueprint.post("/diary/filings/<uuid:filing_id>/outcome")
@public
def tell_outcome(filing_id: UUID) -> tuple[str, int] | Response:
    complaint_id, form = visit.current().complaint_id, OutcomeForm(request.form)
    store, vault = services().store, services().vault
    if not form.validate():
        filed = filings.of_complaint(complaint_id, store=store, vault=vault)
        return render_template("public/packets.html", offices=list(Office), filed=filed, form=form, at=filing_id), 400
    try:
        filings.tell_outcome(complaint_id, filing_id, form.to_outcome(), store=store, vault=vault, at=now())
        flash("filing.kept")
    except complaints.Withdrawn:
        flash("diary.takes_no_calls")
    return redirect(url_for("public.packets"), 303)


@blueprint.post("/diary/filings/<uuid:filing_id>/remove")
@public
def remove_filing(filing_id: UUID) -> Response:
    filings.remove(visit.current().complaint_id, filing_id, store=services().store, at=now())
    flash("filing.removed")
    return redirect(url_for("public.packets"), 303)


def _office(code: str) -> Office:
    if code not in list(Office):
        abort(404)
    return Office(code)


def _text(complaint_id: UUID, office: Office) -> str:
    """What the office is told; in Chinese, whatever language she reads in."""
    told = complaints.read(complaint_id, store=services().store, vault=services().vault)
    with force_locale(CHINESE):
        calls = list(reversed(lines.of_diary(told)))
        return render_template("public/packet.txt", office=office, calls=calls, card=told.complaint.card).strip() + "\n"


def _filed(complaint_id: UUID, office: Office, form: FilingForm, token: str) -> Response:
    filed_on, reference = form.to_filing()
    store, vault = services().store, services().vault
    try:
        filings.add(
            complaint_id,
            office=office,
            filed_on=filed_on,
            reference=reference,
            token=token,
            store=store,
            vault=vault,
            at=form.at,
        )
        flash("filing.kept")
    except complaints.Withdrawn:
        flash("diary.takes_no_calls")
    return redirect(url_for("public.packets"), 303)
