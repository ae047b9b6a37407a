"""A week without a call: one tap; and joining at card registration, before anybody has called."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response as PlainResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.report import ComplaintDraft
from portal.intake import catalogue, complaints, panel, receipts
from portal.web.context import now, services
from portal.web.forms.card import CardForm
from portal.web.forms.receipt import ReceiptForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/quiet", methods=["GET", "POST"])
@public
def quiet() -> tuple[str, int] | Response:
    here, form = visit.current_or_none(), ReceiptForm(request.form or None)
    if request.method == "POST":
        complaint_id = here.complaint_id if here else _opened_by(form.to_code())
        if complaint_id is not None:
            called = "called" in request.form
            return redirect(url_for("public.another_call"), 303) if called else _kept(complaint_id)
        form.refuse()
    return render_template("public/quiet.html", form=form, here=here), 400 if form.errors else 200


@blueprint.route("/join", methods=["GET", "POST"])
@public
def join() -> tuple[str, int] | Response:
    store = services().store
    hospitals, numbers = catalogue.hospitals_by_district(store), catalogue.hospital_numbers(store)
    form = CardForm(request.form or None, hospitals=hospitals, at=now(), numbers=numbers)
    token = receipts.submission_token(request.form.get("token"))
    if request.method == "POST" and form.validate():
        draft = ComplaintDraft(form.to_card(), calls=())
        vault, effort = services().vault, request.form.get("work", "")
        try:
            receipt = complaints.submit(draft, token=token, store=store, vault=vault, at=now(), effort=effort)
            visit.begin(receipt.code)
            return redirect(url_for("public.received"), 303)
        except complaints.Flooded:
            return render_template("public/join.html", form=form, token=token, flooded=True), 429
    return render_template("public/join.html", form=form, token=token), 400 if form.errors else 200


@blueprint.get("/join/poster")
@public
def poster() -> str:
    numbers = catalogue.hospital_numbers(services().store)
    address = f"{services().settings.public_url}/join"
    return render_template("public/poster.html", address=address, numbers=numbers, chosen=_hospital_asked_for(numbers))


@blueprint.get("/join/poster/picture")
@public
def poster_picture() -> PlainResponse:
    numbers = catalogue.hospital_numbers(services().store)
    number = numbers.get(_hospital_asked_for(numbers) or "")
    return PlainResponse(panel.join_qr(services().settings.public_url, number), mimetype="image/png")


@blueprint.get("/quiet/picture")
@public
def weekly_picture() -> PlainResponse:
    picture = panel.weekly_qr(services().settings.public_url, visit.current().code)
    # A neutral name: it shows in the phone's list of downloads.
    headers = {"Content-Disposition": 'attachment; filename="weekly.png"'} if "download" in request.args else None
    return PlainResponse(picture, mimetype="image/png", headers=headers)


def _hospital_asked_for(numbers: Mapping[str, int]) -> str | None:
    """The hospital whose number the address bears; none for a number that nobody has."""
    asked = request.args.get("hospital", type=int)
    return next((name for name, number in numbers.items() if number == asked), None)


def _opened_by(code: str) -> UUID | None:
    if not receipts.is_receipt(code):
        return None
    found = complaints.look_up(code, store=services().store, vault=services().vault)
    if found is not None:
        visit.begin(code)
    return found


def _kept(complaint_id: UUID) -> Response:
    try:
        panel.report_quiet(complaint_id, store=services().store, at=now())
        flash("quiet.kept")
    except complaints.Withdrawn:
        flash("diary.takes_no_calls")
    return redirect(url_for("public.diary"), 303)
