"""Letters to the mother and notes for colleagues: written, opened for one look, a note taken away."""

import secrets
from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.casework import letters as casework
from portal.casework.complaints import read as read_complaint
from portal.casework.opening import NothingSealed
from portal.domain.access import Permission
from portal.domain.letter import LetterKind, LetterTemplate, OpenLetter, TooManyLetters
from portal.domain.note_removal import NoteStays
from portal.web.context import now, services
from portal.web.forms.letter import LetterForm, NoteRemovalForm
from portal.web.forms.office import OpenForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import CONFLICT, NOT_FOUND, UNPROCESSABLE
from portal.web.office.desk import at_desk
from portal.web.onward import onward

WRITTEN_HERE = {LetterKind.TO_REPORTER.value, LetterKind.NOTE.value}


@blueprint.get("/complaints/<uuid:complaint_id>/letters")
@requires(Permission.VIEW_QUEUE)
@at_desk
def letters(complaint_id: UUID) -> Any:
    template = request.args.get("template")
    begun = gettext(f"letter.template.{template}") if template in set(LetterTemplate) else None
    return _page(complaint_id, form=LetterForm(data={"text": begun}), chosen=template)


@blueprint.post("/complaints/<uuid:complaint_id>/letters")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def write_letter(complaint_id: UUID) -> Any:
    form, kind, running = LetterForm(request.form), request.form.get("kind"), services()
    if kind not in WRITTEN_HERE or not form.validate():
        return _page(complaint_id, UNPROCESSABLE, form=form)
    try:
        casework.write(
            complaint_id, LetterKind(kind), form.to_text(), token=request.form.get("token", ""), by=g.staff.login,
            at=now(), store=running.store, vault=running.vault,
        )  # fmt: skip
    except (NothingSealed, TooManyLetters):
        return _page(complaint_id, CONFLICT, form=form, problem="letter.refused")
    return redirect(url_for("office.letters", complaint_id=complaint_id), 303)


@blueprint.post("/complaints/<uuid:complaint_id>/letters/open")
@requires(Permission.OPEN_SEALED, fresh=True)
@at_desk
def open_letters(complaint_id: UUID) -> Any:
    form, running = OpenForm(request.form), services()
    if not form.validate():
        return _page(complaint_id, UNPROCESSABLE, open_form=form)
    opened = casework.read(
        complaint_id, reason=form.to_reason(), by=g.staff.login, at=now(), store=running.store, vault=running.vault
    )
    return _page(complaint_id, opened=opened)


@blueprint.post("/complaints/<uuid:complaint_id>/letters/remove-note")
@requires(Permission.VIEW_QUEUE, fresh=True)
@at_desk
def remove_note(complaint_id: UUID) -> Any:
    note_id, reason = NoteRemovalForm(request.form).to_removal() or abort(NOT_FOUND)
    try:
        casework.remove_note(complaint_id, note_id, reason=reason, member=g.staff, at=now(), store=services().store)
    except NoteStays as stays:
        return _page(complaint_id, CONFLICT, problem=f"note.stays.{stays.why}")
    return redirect(url_for("office.letters", complaint_id=complaint_id), 303)


@blueprint.get("/complaints/<uuid:complaint_id>/letters/<any(open, 'remove-note'):_letter_step>")
@requires(Permission.VIEW_QUEUE)
@at_desk
def after_letters(complaint_id: UUID, _letter_step: str) -> Any:
    """Choosing a language or reloading leads back to the closed letters: each look is recorded."""
    return onward("office.letters", complaint_id=complaint_id)


def _page(
    complaint_id: UUID, answer: int = 200, *, opened: list[OpenLetter] | None = None, **context: Any
) -> tuple[str, int]:
    case = read_complaint(complaint_id, store=services().store)
    written = casework.listed(complaint_id, store=services().store)
    texts = {one.letter.id: one.text for one in opened or ()}
    return render_template(
        "office/letters.html", case=case, letters=written, texts=texts, templates=list(LetterTemplate),
        token=secrets.token_hex(16), **({"form": LetterForm(), "open_form": OpenForm()} | context),
    ), answer  # fmt: skip
