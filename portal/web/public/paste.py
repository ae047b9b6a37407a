"""Twelve calls at once: a pasted call log, and the rows to confirm."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.call_log import ReadEntry
from portal.domain.phone import classify
from portal.intake import complaints, receipts
from portal.web.context import now, services
from portal.web.forms.paste import PasteForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/diary/paste", methods=["GET", "POST"])
@public
def paste() -> tuple[str, int] | Response:
    told = complaints.read(visit.current().complaint_id, store=services().store, vault=services().vault)
    form = PasteForm(request.form or None, at=now(), is_known=lambda entry: _is_known(entry, told))
    token = request.form.get("token") or receipts.new_submission_token()
    go, mistaken = request.form.get("go"), False
    if go in ("read", "keep"):
        mistaken = not form.validate()
        if go == "keep" and not mistaken and form.confirmed():
            return _kept(told, form, token)
    show_rows = go in ("read", "keep") and not form.errors
    page = render_template("public/paste.html", form=form, token=token, show_rows=show_rows, asked=go == "keep")
    return page, 400 if mistaken or go == "keep" else 200


def _kept(told: complaints.Diary, form: PasteForm, token: str) -> Response:
    store, vault = services().store, services().vault
    try:
        complaints.add_calls(told.complaint.id, form.to_drafts(), token=token, store=store, vault=vault, at=form.at)
        flash("paste.kept")
    except (complaints.Withdrawn, complaints.TooManyCalls):
        flash("diary.takes_no_calls")
    return redirect(url_for("public.diary"), 303)


def _is_known(entry: ReadEntry, told: complaints.Diary) -> bool:
    """The same line at the same minute stands in her diary already."""
    number = classify(entry.caller).normal if entry.caller else None
    return any(
        opened.call.called_at == entry.called_at and (opened.caller.normal if opened.caller else None) == number
        for opened in told.calls
    )
