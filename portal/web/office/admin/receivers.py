"""Authorities that may be given rows, each for one purpose and by its own key."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from portal.casework import receivers as casework
from portal.domain.access import Permission
from portal.domain.delivery import COLUMNS, DeliveryRefused
from portal.web.context import now, services
from portal.web.forms.delivery import ReceiverForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.onward import onward

NOT_FOUND, CONFLICT, UNPROCESSABLE = 404, 409, 422


@blueprint.get("/admin/receivers")
@requires(Permission.ADMINISTER)
def receivers() -> Any:
    return _page(ReceiverForm())


@blueprint.post("/admin/receivers")
@requires(Permission.ADMINISTER, fresh=True)
def add_receiver() -> Any:
    form = ReceiverForm(request.form)
    if not form.validate():
        return _page(form, UNPROCESSABLE)
    try:
        casework.register(**form.to_receiver(), by=g.staff, at=now(), store=services().store)
    except DeliveryRefused as refused:
        return _page(form, CONFLICT, problem=refused.why)
    return redirect(url_for("office.receivers"), 303)


@blueprint.post("/admin/receivers/<int:receiver_id>/retire")
@requires(Permission.ADMINISTER, fresh=True)
def retire_receiver(receiver_id: int) -> Any:
    try:
        casework.retire(receiver_id, by=g.staff, at=now(), store=services().store)
    except casework.ReceiverMissing:
        abort(NOT_FOUND)
    return redirect(url_for("office.receivers"), 303)


@blueprint.get("/admin/receivers/<int:_receiver_id>/retire")
@requires(Permission.ADMINISTER)
def after_retiring(_receiver_id: int) -> Any:
    """Choosing a language or reloading leads back to the list."""
    return onward("office.receivers")


def _page(form: ReceiverForm, answer: int = 200, problem: str = "") -> tuple[str, int]:
    listed = casework.listed(store=services().store)
    page = render_template("office/admin/receivers.html", listed=listed, form=form, problem=problem, columns=COLUMNS)
    return page, answer
