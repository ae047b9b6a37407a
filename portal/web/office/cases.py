"""Cases: what complaints are part of them, who stays away, and which complaints tell of the same."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for

from portal.casework import case_notes
from portal.casework import cases as casework
from portal.casework import same_line as line_casework
from portal.casework.complaints import ComplaintMissing
from portal.casework.desk import KeptAway, NotAssigned
from portal.casework.opening import NothingSealed
from portal.domain.access import Permission
from portal.domain.case import TooManyNotes
from portal.domain.note_removal import NoteStays
from portal.web.context import now, services
from portal.web.forms.case import CaseForm, CaseNoteForm, ExclusionForm, LineForm, LinkForm
from portal.web.forms.letter import NoteRemovalForm
from portal.web.forms.queue import to_id
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import CONFLICT, NOT_FOUND, UNPROCESSABLE, page_of
from portal.web.office.desk import FORBIDDEN, at_desk
from portal.web.onward import onward


@blueprint.get("/cases")
@requires(Permission.VIEW_QUEUE)
def cases() -> str:
    return render_template("office/cases.html", cases=casework.listed(store=services().store))


@blueprint.get("/cases/<int:case_id>")
@requires(Permission.VIEW_QUEUE)
def case(case_id: int) -> Any:
    return _page(case_id)


@blueprint.post("/cases/<int:case_id>")
@requires(Permission.HANDLE_COMPLAINT)
def close_case(case_id: int) -> Any:
    with _found():
        if casework.read(case_id, store=services().store).keeps_away(g.staff):
            abort(FORBIDDEN)
        closed = request.form.get("closed") == "yes"
        casework.change_closed(case_id, closed=closed, **_by())
    return redirect(url_for("office.case", case_id=case_id), 303)


@blueprint.post("/cases/<int:case_id>/exclusions")
@requires(Permission.SUPERVISE)
def exclude(case_id: int) -> Any:
    back, form = to_id(request.form.get("admit")), ExclusionForm(request.form)
    with _found():
        if back is not None:
            casework.admit(case_id, staff_id=back, **_by())
        elif form.validate():
            member, reason = form.to_exclusion()
            casework.exclude(case_id, staff_id=member, reason=reason, **_by())
        else:
            return _page(case_id, UNPROCESSABLE, exclusion_form=form)
    return redirect(url_for("office.case", case_id=case_id), 303)


@blueprint.post("/cases/<int:case_id>/notes")
@requires(Permission.VIEW_QUEUE)
def note_on_case(case_id: int) -> Any:
    form, running = CaseNoteForm(request.form), services()
    if not form.validate():
        return _page(case_id, UNPROCESSABLE, note_form=form)
    try:
        with _found():
            case_notes.write(
                case_id, form.to_text(), token=form.to_token(), member=g.staff, at=now(), store=running.store,
                vault=running.vault,
            )  # fmt: skip
    except case_notes.NotForYou:
        abort(FORBIDDEN)
    except (NothingSealed, TooManyNotes):
        return _page(case_id, CONFLICT, note_form=form, problem="cases.note.refused")
    return redirect(url_for("office.case", case_id=case_id), 303)


@blueprint.post("/cases/<int:case_id>/remove-note")
@requires(Permission.VIEW_QUEUE, fresh=True)
def remove_case_note(case_id: int) -> Any:
    note_id, reason = NoteRemovalForm(request.form).to_removal() or abort(NOT_FOUND)
    try:
        with _found():
            case_notes.remove(case_id, note_id, reason=reason, member=g.staff, at=now(), store=services().store)
    except case_notes.NotForYou:
        abort(FORBIDDEN)
    except NoteStays as stays:
        return _page(case_id, CONFLICT, problem=f"note.stays.{stays.why}")
    return redirect(url_for("office.case", case_id=case_id), 303)


@blueprint.get("/cases/<int:case_id>/<any(exclusions, notes, 'remove-note'):_case_step>")
@requires(Permission.VIEW_QUEUE)
def after_case_step(case_id: int, _case_step: str) -> Any:
    """Choosing a language or reloading leads back to the case."""
    return onward("office.case", case_id=case_id)


@blueprint.post("/complaints/<uuid:complaint_id>/cases")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def put_in_case(complaint_id: UUID) -> Any:
    form = CaseForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, case_form=form)
    chosen = form.to_case()
    try:
        with _found():
            if chosen is None:
                casework.open_with(complaint_id, title=form.to_title(), **_by())
            else:
                casework.put_in(complaint_id, case_id=chosen, **_by())
    except (casework.TakenBack, casework.CaseClosed):
        return page_of(complaint_id, CONFLICT, problem="cases.refused")
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)


@blueprint.post("/complaints/<uuid:complaint_id>/out-of-case")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def take_out_of_case(complaint_id: UUID) -> Any:
    chosen = CaseForm(request.form).to_case()
    with _found():
        if chosen is not None:
            casework.take_out(complaint_id, case_id=chosen, **_by())
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)


@blueprint.post("/complaints/<uuid:complaint_id>/links")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def link(complaint_id: UUID) -> Any:
    other, kind = LinkForm(request.form).to_link()
    if other is None or other == complaint_id:
        abort(NOT_FOUND)
    with _found():
        if kind is None:
            casework.unlink(complaint_id, other=other, **_by())
        else:
            casework.link(complaint_id, other=other, kind=kind, member=g.staff, at=now(), store=services().store)
    return redirect(url_for("office.complaint", complaint_id=complaint_id), 303)


@blueprint.post("/complaints/<uuid:complaint_id>/same-line")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def same_line(complaint_id: UUID) -> Any:
    form, running = LineForm(request.form), services()
    try:
        found = line_casework.look_up(
            complaint_id, form.to_number(), member=g.staff, at=now(), store=running.store, vault=running.vault
        )
    except line_casework.NoNumber:
        form.refuse()
        return page_of(complaint_id, UNPROCESSABLE, line_form=form)
    return page_of(complaint_id, same_line=found)


@contextmanager
def _found() -> Iterator[None]:
    try:
        yield
    except (ComplaintMissing, casework.CaseMissing, casework.MemberMissing, NotAssigned, KeptAway):
        abort(NOT_FOUND)


def _by() -> dict[str, Any]:
    return {"by": g.staff.login, "at": now(), "store": services().store}


def _page(case_id: int, answer: int = 200, **context: Any) -> tuple[str, int]:
    with _found():
        page = casework.read(case_id, store=services().store)
    if page.keeps_away(g.staff):
        abort(FORBIDDEN)
    notes = case_notes.read(case_id, member=g.staff, store=services().store, vault=services().vault)
    forms = {"exclusion_form": ExclusionForm(), "note_form": CaseNoteForm(data={"token": secrets.token_hex(16)})}
    return render_template("office/case.html", page=page, notes=notes, **(forms | context)), answer
