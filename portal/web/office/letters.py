"""Letters to the mother and notes for colleagues: written, and opened for one look."""

import secrets
from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.casework import letters as casework
from portal.casework.complaints import ComplaintMissing, NothingSealed
from portal.casework.complaints import read as read_complaint
from portal.domain.access import Permission
from portal.domain.letter import LetterKind, LetterTemplate, OpenLetter, TooManyLetters
from portal.web.context import now, services
from portal.web.forms.letter import LetterForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import CONFLICT, NOT_FOUND, UNPROCESSABLE
from portal.web.office.desk import at_desk

WRITTEN_HERE = {LetterKind.TO_REPORTER.value, LetterKind.NOTE.value}


@blueprint.get("/complaints/<uuid:complaint_id>/letters")
@requires(Permission.HANDLE_COMPLAINT)
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
@requires(Permission.OPEN_SEALED)
@at_desk
def open_letters(complaint_id: UUID) -> Any:
    running = services()
    try:
        opened = casework.read(
            complaint_id, by=g.staff.login, at=now(), store=running.store, vault=running.vault
        )  # fmt: skip
    except NothingSealed:
        return _page(complaint_id, CONFLICT, form=LetterForm(), problem="case.problem.nothing_sealed")
    return _page(complaint_id, form=LetterForm(), opened=opened)


@blueprint.get("/complaints/<uuid:complaint_id>/letters/open")
@requires(Permission.HANDLE_COMPLAINT)
@at_desk
def after_letters(complaint_id: UUID) -> Any:
    """Choosing a language or reloading leads back to the closed letters: each look is recorded."""
    return redirect(url_for("office.letters", complaint_id=complaint_id, **request.args))


def _page(
    complaint_id: UUID, answer: int = 200, *, opened: list[OpenLetter] | None = None, **context: Any
) -> tuple[str, int]:
    try:
        case = read_complaint(complaint_id, store=services().store)
    except ComplaintMissing:
        abort(NOT_FOUND)
    written = casework.listed(complaint_id, store=services().store)
    texts = {one.letter.id: one.text for one in opened or ()}
    return render_template(
        "office/letters.html", case=case, letters=written, texts=texts, templates=list(LetterTemplate),
        token=secrets.token_hex(16), **context,
    ), answer  # fmt: skip
