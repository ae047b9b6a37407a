"""One complaint, its steps, and the one look at what is sealed."""

import base64
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for

from portal.casework import cases, desk, identity, legal_holds, masking
from portal.casework import complaints as casework
from portal.domain.access import Permission
from portal.domain.attachment import MEDIA_TYPES, AttachmentKind, OpenAttachment
from portal.domain.deadline import Clock
from portal.domain.handling import StepNotPossible
from portal.web.context import now, services
from portal.web.forms.case import CaseForm, LineForm
from portal.web.forms.clock import BasisForm, ExtensionForm, PauseForm
from portal.web.forms.legal_hold import LegalHoldForm
from portal.web.forms.office import CloseForm, IdentityForm, OpenForm, TrailForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.desk import at_desk
from portal.web.onward import onward

STEPS = (
    "hold, release, review, close, reopen, sealed, basis, pause, resume, extend, cases, 'out-of-case', links, "
    "'same-line', identity, mask, unmask, redact, trail"
)
NOT_FOUND, CONFLICT, UNPROCESSABLE = 404, 409, 422


@blueprint.get("/complaints/<uuid:complaint_id>")
@requires(Permission.VIEW_QUEUE)
@at_desk
def complaint(complaint_id: UUID) -> Any:
    return page_of(complaint_id)


@blueprint.get(f"/complaints/<uuid:complaint_id>/<any({STEPS}):_step>")
@requires(Permission.VIEW_QUEUE)
@at_desk
def after_step(complaint_id: UUID, _step: str) -> Any:
    """Where a step was answered with a page, choosing a language or reloading leads back to the complaint."""
    return onward("office.complaint", complaint_id=complaint_id)


@blueprint.post("/complaints/<uuid:complaint_id>/hold")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def hold(complaint_id: UUID) -> Any:
    """Colleagues see that somebody is working on it; every step does the same by itself."""
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)


@blueprint.post("/complaints/<uuid:complaint_id>/release")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def put_back(complaint_id: UUID) -> Any:
    desk.put_back(complaint_id, member=g.staff, at=now(), store=services().store)
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)


@blueprint.post("/complaints/<uuid:complaint_id>/review")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def begin_review(complaint_id: UUID) -> Any:
    return _moved(casework.begin_review, complaint_id, terms=services().legal_terms)


@blueprint.post("/complaints/<uuid:complaint_id>/close")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def close(complaint_id: UUID) -> Any:
    form = CloseForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, close_form=form)
    return _moved(casework.close, complaint_id, note=form.to_note())


@blueprint.post("/complaints/<uuid:complaint_id>/reopen")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def reopen(complaint_id: UUID) -> Any:
    return _moved(casework.reopen, complaint_id)


@blueprint.post("/complaints/<uuid:complaint_id>/sealed")
@requires(Permission.OPEN_SEALED, fresh=True)
@at_desk
def open_sealed(complaint_id: UUID) -> Any:
    form = OpenForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, open_form=form)
    running = services()
    opened = casework.open_sealed(
        complaint_id, reason=form.to_reason(), by=g.staff.login, at=now(), store=running.store, vault=running.vault
    )
    return render_template("office/sealed.html", opened=opened, reason=form.to_reason())


@blueprint.post("/complaints/<uuid:complaint_id>/files/<uuid:attachment_id>")
@requires(Permission.OPEN_SEALED, fresh=True)
@at_desk
def open_attachment(complaint_id: UUID, attachment_id: UUID) -> Any:
    form = OpenForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, open_form=form)
    running = services()
    found = casework.open_attachment(
        complaint_id, attachment_id, reason=form.to_reason(), by=g.staff.login, at=now(), store=running.store,
        vault=running.vault,
    )  # fmt: skip
    return render_template("office/attachment.html", file=found.attachment, **_shown(found))


@blueprint.get("/complaints/<uuid:complaint_id>/files/<uuid:_attachment_id>")
@requires(Permission.VIEW_QUEUE)
@at_desk
def after_file(complaint_id: UUID, _attachment_id: UUID) -> Any:
    """Choosing a language or reloading leads back to the complaint: each look has its reason."""
    return onward("office.complaint", complaint_id=complaint_id)


def _shown(found: OpenAttachment) -> dict[str, str]:
    """The content within the page itself, so that no address of it exists; or the digest of what stays with her."""
    if found.attachment.kind is AttachmentKind.ON_PHONE:
        return {"digest": found.content.decode()}
    media_type = MEDIA_TYPES[found.attachment.kind]
    return {"source": f"data:{media_type};base64,{base64.b64encode(found.content).decode()}"}


def _moved(step: Any, complaint_id: UUID, **how: Any) -> Any:
    try:
        step(complaint_id, by=g.staff.login, at=now(), store=services().store, **how)
    except StepNotPossible:
        return page_of(complaint_id, CONFLICT, problem="case.problem.moved")
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)


def page_of(complaint_id: UUID, answer: int = 200, **context: Any) -> tuple[str, int]:
    """One complaint, with a form that was not accepted or a problem in place of the blank ones."""
    running = services()
    case = casework.read(complaint_id, store=running.store, terms=running.legal_terms)
    return render_template(
        "office/complaint.html",
        case=case,
        belonging=cases.belonging(complaint_id, member=g.staff, store=running.store),
        maskings=masking.of_complaint(complaint_id, store=running.store),
        requests=identity.requests(complaint_id, at=now(), store=running.store),
        desk=desk.look(complaint_id, member=g.staff, at=now(), store=running.store),
        legal_holds=legal_holds.of_complaint(complaint_id, store=running.store),
        **(_blank_forms(case.clock) | context),
    ), answer


def _blank_forms(clock: Clock | None) -> dict[str, Any]:
    return {
        "close_form": CloseForm(),
        "open_form": OpenForm(),
        "trail_form": TrailForm(),
        "basis_form": _basis_form(clock),
        "pause_form": PauseForm(),
        "extension_form": ExtensionForm(),
        "case_form": CaseForm(),
        "line_form": LineForm(),
        "identity_form": IdentityForm(),
        "hold_form": LegalHoldForm(),
    }


def _basis_form(clock: Clock | None) -> BasisForm:
    return BasisForm(data={"basis": clock.term.basis.value}) if clock else BasisForm()
