"""Keeping a complaint beyond its term, and letting it go: each step by one, then by another."""

from typing import Any
from uuid import UUID

from flask import abort, g, redirect, request, url_for

from portal.casework import legal_holds as casework
from portal.casework.complaints import ComplaintMissing
from portal.domain.access import Permission
from portal.domain.legal_hold import HoldRefused
from portal.web.context import now, services
from portal.web.forms.legal_hold import LegalHoldForm
from portal.web.forms.queue import to_id
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import CONFLICT, NOT_FOUND, UNPROCESSABLE, page_of
from portal.web.office.desk import at_desk


@blueprint.post("/complaints/<uuid:complaint_id>/keep")
@requires(Permission.VIEW_QUEUE)
@at_desk
def propose_hold(complaint_id: UUID) -> Any:
    form = LegalHoldForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, hold_form=form)
    return _done(casework.propose, complaint_id, reason=form.to_reason())


@blueprint.post("/complaints/<uuid:complaint_id>/keep/decision")
@requires(Permission.SUPERVISE)
@at_desk
def decide_hold(complaint_id: UUID) -> Any:
    return _done(casework.decide, complaint_id, hold_id=_hold_id(), agreed=request.form.get("agreed") == "yes")


@blueprint.post("/complaints/<uuid:complaint_id>/keep/release")
@requires(Permission.VIEW_QUEUE)
@at_desk
def propose_release(complaint_id: UUID) -> Any:
    return _done(casework.propose_release, complaint_id, hold_id=_hold_id())


@blueprint.get("/complaints/<uuid:complaint_id>/keep", defaults={"_hold_step": ""})
@blueprint.get("/complaints/<uuid:complaint_id>/keep/<any(decision, release):_hold_step>")
@requires(Permission.VIEW_QUEUE)
@at_desk
def after_hold(complaint_id: UUID, _hold_step: str) -> Any:
    """Choosing a language or reloading leads back to the complaint."""
    return redirect(url_for("office.complaint", complaint_id=complaint_id, **request.args))


def _hold_id() -> UUID:
    return to_id(request.form.get("hold")) or abort(NOT_FOUND)


def _done(verb: Any, complaint_id: UUID, **how: Any) -> Any:
    try:
        verb(complaint_id, by=g.staff.login, at=now(), store=services().store, **how)
    except ComplaintMissing:
        abort(NOT_FOUND)
    except HoldRefused as refused:
        return page_of(complaint_id, CONFLICT, problem=f"legal_hold.refused.{refused.why}")
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)
