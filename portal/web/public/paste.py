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
    go = request.form.get("go")
    is_sent = go in ("read", "keep")
    mistaken, refused = is_sent and not form.validate(), None
    if go == "keep" and not mistaken and form.confirmed():
        refused = _refused(told, form, token)
        if refused is None:
            flash("paste.kept")
            return redirect(url_for("public.diary"), 303)
    shown = {"show_rows": is_sent and not form.errors, "asked": go == "keep", "refused": refused}
    shown |= {"most": complaints.MOST_CALLS, "left": complaints.MOST_CALLS - len(told.calls)}
    page = render_template("public/paste.html", form=form, token=token, **shown)
    return page, 400 if mistaken or go == "keep" else 200


def _refused(told: complaints.Diary, form: PasteForm, token: str) -> str | None:
    """Keep the calls; why they cannot be kept, if they cannot: then what she pasted stays on the page."""
    store, vault = services().store, services().vault
    try:
        complaints.add_calls(told.complaint.id, form.to_drafts(), token=token, store=store, vault=vault, at=form.at)
    except complaints.TooManyCalls:
        return "paste.full"
    except complaints.Withdrawn:
        return "diary.takes_no_calls"
    return None


def _is_known(entry: ReadEntry, told: complaints.Diary) -> bool:
    """The same line at the same minute stands in her diary already."""
    number = classify(entry.caller).normal if entry.caller else None
    return any(
        opened.call.called_at == entry.called_at and (opened.caller.normal if opened.caller else None) == number
        for opened in told.calls
    )
