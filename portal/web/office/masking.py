"""Covering passages of her words, uncovering them, and destroying them as a second person."""

from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for

from portal.casework import complaints, masking
from portal.domain.access import Permission
from portal.web.context import now, services
from portal.web.forms.office import MaskForm, MaskingForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import NOT_FOUND, UNPROCESSABLE
from portal.web.office.desk import at_desk


@blueprint.post("/complaints/<uuid:complaint_id>/mask")
@requires(Permission.OPEN_SEALED, fresh=True)
@at_desk
def mask(complaint_id: UUID) -> Any:
    """The opened page is shown again: one more look, recorded like the first."""
    form, running, refused = MaskForm(request.form), services(), None
    call_id, where = form.to_call(), form.to_field()
    if not form.validate() or call_id is None or where is None:
        abort(NOT_FOUND)
    try:
        masking.mask(
            complaint_id, call_id, where, form.to_passage(), by=g.staff.login, at=now(), store=running.store,
            vault=running.vault,
        )  # fmt: skip
    except masking.MaskingRefused as error:
        refused = error.why
    opened = complaints.open_sealed(
        complaint_id, reason=form.to_reason(), by=g.staff.login, at=now(), store=running.store, vault=running.vault
    )
    page = render_template("office/sealed.html", opened=opened, reason=form.to_reason(), refused=refused)
    return page, UNPROCESSABLE if refused else 200


@blueprint.post("/complaints/<uuid:complaint_id>/unmask")
@requires(Permission.OPEN_SEALED, fresh=True)
@at_desk
def unmask(complaint_id: UUID) -> Any:
    return _done(masking.unmask, complaint_id)


@blueprint.post("/complaints/<uuid:complaint_id>/redact")
@requires(Permission.SUPERVISE, fresh=True)
@at_desk
def redact(complaint_id: UUID) -> Any:
    return _done(masking.redact, complaint_id, vault=services().vault)


def _done(step: Any, complaint_id: UUID, **how: Any) -> Any:
    chosen = MaskingForm(request.form).to_masking()
    if chosen is None:
        abort(NOT_FOUND)
    step(complaint_id, chosen, by=g.staff.login, at=now(), store=services().store, **how)
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)
