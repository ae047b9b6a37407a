"""Three ways to take a report back, and closing the page."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.report import Withdrawal
from portal.intake import complaints
from portal.web.context import now, services
from portal.web.forms.receipt import WithdrawalForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/leave", methods=["GET", "POST"])
@public
def leave() -> tuple[str, int] | Response:
    complaint_id, form = visit.current().complaint_id, WithdrawalForm(request.form or None)
    if request.method == "POST" and form.validate():
        how = form.to_withdrawal()
        complaints.withdraw(complaint_id, how, store=services().store, at=now())
        if how is Withdrawal.ERASED:
            visit.end()
            flash("closed.erased")
            return redirect(url_for("public.closed"), 303)
        flash(f"leave.done.{how.value}")
        return redirect(url_for("public.diary"), 303)
    told = complaints.read(complaint_id, store=services().store, vault=services().vault)
    page = render_template("public/leave.html", form=form, gone=told.complaint.withdrawal, ways=_ways_left(told))
    return page, 400 if form.errors else 200


@blueprint.post("/close")
@public
def close() -> Response:
    visit.end()
    return redirect(url_for("public.closed"), 303)


@blueprint.get("/closed")
@public
def closed() -> str:
    return render_template("public/closed.html")


def _ways_left(told: complaints.Diary) -> list[Withdrawal]:
    steps = list(Withdrawal)
    return steps[steps.index(told.complaint.withdrawal) + 1 :]
