"""Asking to see how a mother can be reached, deciding that as a second person, and the one look."""

from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for

from portal.casework import identity as casework
from portal.domain.access import Permission
from portal.web.context import now, services
from portal.web.forms.office import DecisionForm, IdentityForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import NOT_FOUND, UNPROCESSABLE, page_of
from portal.web.office.desk import at_desk
from portal.web.onward import onward


@blueprint.post("/complaints/<uuid:complaint_id>/identity")
@requires(Permission.OPEN_SEALED, fresh=True)
@at_desk
def ask_identity(complaint_id: UUID) -> Any:
    form = IdentityForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, identity_form=form)
    return _done(casework.ask, complaint_id, reason=form.to_reason())


@blueprint.post("/complaints/<uuid:complaint_id>/identity/decision")
@requires(Permission.SUPERVISE, fresh=True)
@at_desk
def decide_identity(complaint_id: UUID) -> Any:
    form = DecisionForm(request.form)
    chosen = form.to_request()
    if chosen is None:
        abort(NOT_FOUND)
    return _done(casework.decide, complaint_id, request_id=chosen, granted=form.to_granted())


@blueprint.post("/complaints/<uuid:complaint_id>/identity/open")
@requires(Permission.OPEN_SEALED, fresh=True)
@at_desk
def open_identity(complaint_id: UUID) -> Any:
    running = services()
    found = casework.open_contact(complaint_id, by=g.staff.login, at=now(), store=running.store, vault=running.vault)
    return render_template("office/identity.html", found=found)


@blueprint.get("/complaints/<uuid:complaint_id>/identity/<any(decision, open):_identity_step>")
@requires(Permission.VIEW_QUEUE)
def after_identity(complaint_id: UUID, _identity_step: str) -> Any:
    """Choosing a language or reloading leads back to the complaint: a look is good for one time."""
    return onward("office.complaint", complaint_id=complaint_id)


def _done(verb: Any, complaint_id: UUID, **how: Any) -> Any:
    verb(complaint_id, by=g.staff.login, at=now(), store=services().store, **how)
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)
