"""What the office wrote to her, and her answer; nobody calls, nobody needs her number."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.letter import TooManyLetters
from portal.intake import complaints, receipts
from portal.intake import letters as intake
from portal.web.context import now, services
from portal.web.forms.letter import LetterForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/diary/letters", methods=["GET", "POST"])
@public
def letters() -> tuple[str, int] | Response:
    complaint_id, store, vault = visit.current().complaint_id, services().store, services().vault
    form = LetterForm(request.form or None)
    token = request.form.get("token") or receipts.new_submission_token()
    if request.method == "POST" and form.validate():
        try:
            intake.answer(complaint_id, form.to_text(), token=token, store=store, vault=vault, at=now())
        except (complaints.Withdrawn, TooManyLetters):
            flash("diary.takes_no_calls")
            return redirect(url_for("public.diary"), 303)
        flash("letters.sent")
        return redirect(url_for("public.letters"), 303)
    found = intake.of_complaint(complaint_id, store=store, vault=vault)
    page = render_template("public/letters.html", form=form, token=token, letters=found)
    return page, 400 if form.errors else 200
