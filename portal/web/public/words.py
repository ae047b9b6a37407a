"""Her own choice of words: no weeks and stages once the pregnancy has ended."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.intake import complaints, panel
from portal.web.context import now, services
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.post("/diary/words")
@public
def words() -> Response:
    complaint_id, ended = visit.current().complaint_id, request.form.get("ended") == "yes"
    try:
        panel.change_pregnancy_ended(complaint_id, ended=ended, store=services().store, at=now())
        flash("words.plain" if ended else "words.weeks")
    except complaints.Withdrawn:
        flash("diary.takes_no_calls")
    return redirect(url_for("public.diary"), 303)
