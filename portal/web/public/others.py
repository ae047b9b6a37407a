"""Who else has her number, said anew."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.intake import complaints
from portal.web.context import now, services
from portal.web.forms.contact import NOBODY, HoldersForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/diary/others", methods=["GET", "POST"])
@public
def others() -> str | Response:
    complaint_id = visit.current().complaint_id
    if request.method == "POST":
        form = HoldersForm(request.form)
        form.validate()
        try:
            complaints.tell_other_holders(complaint_id, form.to_holders(), store=services().store, at=now())
            flash("others.kept")
        except complaints.Withdrawn:
            flash("diary.takes_no_calls")
        return redirect(url_for("public.diary"), 303)
    told = complaints.read(complaint_id, store=services().store, vault=services().vault).complaint.other_holders
    ticked = [NOBODY] if told == frozenset() else list(told or ())
    return render_template("public/others.html", form=HoldersForm(others=ticked))
