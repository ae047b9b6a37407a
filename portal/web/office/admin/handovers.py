"""Whom recipients hand data on to: every version that was registered, and a form for the next."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.domain.access import Permission
from portal.domain.handover import InvalidHandover
from portal.files.refusal import BadCell
from portal.intake import handovers as intake
from portal.web.context import now, services
from portal.web.forms.handover import HandoverForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.onward import onward

NOT_FOUND, UNPROCESSABLE = 404, 422


@blueprint.get("/admin/handovers")
@requires(Permission.ADMINISTER)
def handovers() -> Any:
    return _page(HandoverForm())


@blueprint.post("/admin/handovers")
@requires(Permission.ADMINISTER, fresh=True)
def add_handover() -> Any:
    form = HandoverForm(request.form)
    if form.validate() and _added(form):
        return redirect(url_for("office.handovers"), 303)
    return _page(form, UNPROCESSABLE)


@blueprint.post("/admin/handovers/<int:handover_id>/end")
@requires(Permission.ADMINISTER, fresh=True)
def end_handover(handover_id: int) -> Any:
    try:
        intake.end(handover_id, store=services().store, at=now(), by=g.staff.login)
    except intake.HandoverMissing:
        abort(NOT_FOUND)
    return redirect(url_for("office.handovers"), 303)


@blueprint.get("/admin/handovers/<int:_handover_id>/end")
@requires(Permission.ADMINISTER)
def after_ending_handover(_handover_id: int) -> Any:
    """Choosing a language or reloading leads back to the list."""
    return onward("office.handovers")


def _added(form: HandoverForm) -> bool:
    """Whether it stands now; the form says why not."""
    try:
        added = intake.add(**form.to_handover(), store=services().store, at=now(), by=g.staff.login)
    except BadCell as bad:
        form.refuse_cell(bad.column, gettext(f"cli.reason.{bad.reason}", known=bad.known), bad.value)
    except InvalidHandover:
        form.refuse_link()
    else:
        if not added:
            form.refuse_recipient()
        return added
    return False


def _page(form: HandoverForm, answer: int = 200) -> tuple[str, int]:
    found = intake.registered(store=services().store)
    return render_template("office/admin/handovers.html", found=found, form=form), answer
