"""Her phone, verified if she wants: a number, then the code that came."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.verification import mobile_of
from portal.intake import complaints, phones, receipts
from portal.web.context import now, services
from portal.web.forms.phone import PhoneCodeForm, PhoneForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/diary/phone", methods=["GET", "POST"])
@public
def phone() -> tuple[str, int] | Response:
    here, store, vault = _here(), services().store, services().vault
    told = complaints.read(here.complaint_id, store=store, vault=vault)
    form = PhoneForm(request.form or None, data={"number": _reachable(told.contact)})
    token = receipts.submission_token(request.form.get("token"))
    if request.method == "POST" and form.validate():
        try:
            phones.ask(here.complaint_id, form.to_number(), token=token, store=store, vault=vault, at=now())
            return redirect(url_for("public.phone_code"), 303)
        except phones.TooManyCodes:
            form.ask_to_wait()
        except complaints.Withdrawn:
            return _left()
    since = phones.verified(here.complaint_id, store=store)
    page = render_template("public/phone.html", form=form, token=token, since=since and since.verified_at)
    return page, 400 if form.errors else 200


@blueprint.route("/diary/phone/code", methods=["GET", "POST"])
@public
def phone_code() -> tuple[str, int] | Response:
    here, form, store = _here(), PhoneCodeForm(request.form or None), services().store
    if request.method == "POST" and form.validate():
        try:
            phones.confirm(here.complaint_id, form.to_code(), store=store, vault=services().vault, at=now())
            flash("phone.done")
            return redirect(url_for("public.phone"), 303)
        except phones.WrongCode:
            form.refuse()
        except complaints.Withdrawn:
            return _left()
    elif request.method == "GET" and phones.pending(here.complaint_id, store=store, at=now()) is None:
        return redirect(url_for("public.phone"), 303)
    return render_template("public/phone_code.html", form=form), 400 if form.errors else 200


def _here() -> visit.Visit:
    """Her stay, where messages can leave at all."""
    if not services().settings.messages:
        abort(404)
    return visit.current()


def _left() -> Response:
    flash("diary.takes_no_calls")
    return redirect(url_for("public.diary"), 303)


def _reachable(contact: str | None) -> str | None:
    """The number by which she chose to be reached, so that she need not type it again."""
    return contact if contact and mobile_of(contact) else None
