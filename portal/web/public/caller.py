"""Somebody says that he calls for us: what we never do, and the words that he would have to know."""

from flask import render_template

from portal.intake import receipts
from portal.web.context import services
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.get("/caller")
@public
def caller() -> str:
    here = visit.current_or_none()
    phrase = receipts.phrase(here.complaint_id, vault=services().vault) if here else None
    return render_template("public/caller.html", phrase=phrase)
