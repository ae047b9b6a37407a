"""A clerk of the hotline enters what a mother tells on the telephone and reads the receipt out; nothing leads back."""

import base64
import binascii

from flask import g, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.access import Permission
from portal.intake import catalogue, hotline
from portal.web.context import now, services
from portal.web.forms.entry import EntryForm, RepeatedForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.onward import onward

GONE, UNPROCESSABLE = 410, 422


@blueprint.route("/entry", methods=["GET", "POST"])
@requires(Permission.ENTER_REPORT)
def entry() -> tuple[str, int]:
    at, running = now(), services()
    hospitals = catalogue.hospitals_by_district(running.store)
    form = EntryForm(request.form, hospitals=hospitals, at=at, new_token=hotline.new_submission_token)
    if not form.complete:
        return render_template("office/entry.html", form=form), UNPROCESSABLE if form.slips or form.doubts else 200
    try:
        told = hotline.enter(
            form.to_draft(), by=g.staff.login, token=form.token, store=running.store, vault=running.vault, at=at
        )
    except hotline.ReadingOver:
        return _over()
    # No redirect: an address that showed the receipt would be a way back to it.
    return _reading(told, RepeatedForm())


@blueprint.post("/entry/repeated")
@requires(Permission.ENTER_REPORT)
def repeated() -> tuple[str, int]:
    form = RepeatedForm(request.form)
    try:
        told = hotline.once_more(_unpacked(form.state.data), by=g.staff.login, vault=services().vault, at=now())
    except hotline.ReadingOver:
        return _over()
    if hotline.is_repeated(told, form.to_characters()):
        return render_template("office/entry_closed.html", kept=True), 200
    form.refuse()
    return _reading(told, form)


@blueprint.get("/entry/repeated")
@requires(Permission.ENTER_REPORT)
def after_repeating() -> Response:
    """Choosing a language or reloading leads to an empty form."""
    return onward("office.entry")


def _reading(told: hotline.ReadOut, form: RepeatedForm) -> tuple[str, int]:
    form.state.data = base64.urlsafe_b64encode(told.state).decode()
    address = f"{services().settings.public_url}{url_for('public.receipt')}"
    page = render_template("office/entry_receipt.html", told=told, form=form, address=address)
    return page, UNPROCESSABLE if form.errors else 200


def _over() -> tuple[str, int]:
    return render_template("office/entry_closed.html", kept=False), GONE


def _unpacked(state: str | None) -> bytes:
    try:
        return base64.urlsafe_b64decode(state or "")
    except (binascii.Error, ValueError):
        return b""
