"""Her registration, confirmed by a slip from her hospital if she has one."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.intake import card_slips, complaints
from portal.web.context import now, services
from portal.web.forms.card_slips import SlipForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/diary/slip", methods=["GET", "POST"])
@public
def card_slip() -> tuple[str, int] | Response:
    here, form, store, vault = visit.current(), SlipForm(request.form or None), services().store, services().vault
    if request.method == "POST":
        try:
            card_slips.confirm(here.complaint_id, form.to_code(), store=store, vault=vault, at=now())
            flash("card_slip.done")
            return redirect(url_for("public.card_slip"), 303)
        except card_slips.WrongSlip:
            form.refuse()
        except card_slips.OtherHospital as refused:
            form.refuse_hospital(str(refused))
        except complaints.Withdrawn:
            flash("diary.takes_no_calls")
            return redirect(url_for("public.diary"), 303)
    hospital = card_slips.confirmed_by(here.complaint_id, store=store)
    return render_template("public/card_slip.html", form=form, hospital=hospital), 400 if form.errors else 200
