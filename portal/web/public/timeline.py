"""Her own calls against the stages of her pregnancy: a picture, and the same week by week."""

from itertools import groupby

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.domain.period import local_day
from portal.domain.report import Withdrawal
from portal.domain.timeline import bands_of, span_of, weeks_of
from portal.intake import complaints, panel
from portal.web import strip
from portal.web.context import now, services
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.get("/diary/timeline")
@public
def timeline() -> str | Response:
    told = complaints.read(visit.current().complaint_id, store=services().store, vault=services().vault)
    complaint, today = told.complaint, local_day(now())
    if complaint.pregnancy_ended or complaint.withdrawal is Withdrawal.ERASED:
        return redirect(url_for("public.diary"), 303)
    quiet = [local_day(one) for one in panel.quiet_reports(complaint.id, store=services().store)]
    weeks = weeks_of([opened.call for opened in told.calls], quiet, complaint.card)
    span, registered_on = span_of(weeks, complaint.card, today), complaint.card.registered_on
    bands = bands_of(span, complaint.card)
    return render_template(
        "public/timeline.html",
        stages=[(stage, list(inside)) for stage, inside in groupby(weeks, lambda week: week.stage)],
        calls=len(told.calls),
        quiet=len(quiet),
        card=complaint.card,
        drawing=strip.drawn(weeks, span, bands, registered_on=registered_on, today=today),
    )
