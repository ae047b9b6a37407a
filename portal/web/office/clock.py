"""The legal clock of one complaint: its basis, its pauses, more time."""

from typing import Any
from uuid import UUID

from flask import g, redirect, request, url_for

from portal.casework import clocks as casework
from portal.domain.access import Permission
from portal.domain.deadline import ClockRefuses
from portal.web.context import now, services
from portal.web.forms.clock import BasisForm, ExtensionForm, PauseForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import CONFLICT, UNPROCESSABLE, page_of
from portal.web.office.desk import at_desk


@blueprint.post("/complaints/<uuid:complaint_id>/basis")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def choose_basis(complaint_id: UUID) -> Any:
    form = BasisForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, basis_form=form)
    return _turned(casework.choose_basis, complaint_id, basis=form.to_basis())


@blueprint.post("/complaints/<uuid:complaint_id>/pause")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def pause_clock(complaint_id: UUID) -> Any:
    form = PauseForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, pause_form=form)
    return _turned(casework.pause, complaint_id, reason=form.to_reason())


@blueprint.post("/complaints/<uuid:complaint_id>/resume")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def resume_clock(complaint_id: UUID) -> Any:
    return _turned(casework.resume, complaint_id)


@blueprint.post("/complaints/<uuid:complaint_id>/extend")
@requires(Permission.SUPERVISE)
@at_desk
def extend_clock(complaint_id: UUID) -> Any:
    form = ExtensionForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, extension_form=form)
    days, reason = form.to_extension()
    return _turned(casework.extend, complaint_id, days=days, reason=reason)


def _turned(verb: Any, complaint_id: UUID, **how: Any) -> Any:
    running = services()
    try:
        verb(complaint_id, terms=running.legal_terms, by=g.staff.login, at=now(), store=running.store, **how)
    except ClockRefuses as refused:
        return page_of(complaint_id, CONFLICT, problem=f"clock.refuses.{refused.why}")
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)
