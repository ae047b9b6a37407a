"""The receipt: the code, a picture of it to keep, and a gentle check that it is kept."""

from flask import Response, render_template, request

from portal.intake import receipts
from portal.web.context import services
from portal.web.forms.receipt import LastFourForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/received", methods=["GET", "POST"])
@public
def received() -> tuple[str, int]:
    here = visit.current()
    code, phrase = here.code, receipts.phrase(here.complaint_id, vault=services().vault)
    form = LastFourForm(request.form or None)
    kept = request.method == "POST" and receipts.ends_with(code, form.to_characters())
    if request.method == "POST" and not kept:
        form.refuse()
    shown = {"form": form, "kept": kept, "verifies": services().settings.messages}
    page = render_template("public/received.html", code=code, phrase=phrase, **shown)
    return page, 400 if form.errors else 200


@blueprint.get("/received/picture")
@public
def receipt_picture() -> Response:
    code = visit.current().code
    response = Response(receipts.picture(code, public_url=services().settings.public_url), mimetype="image/png")
    if "download" in request.args:
        # A neutral name: it shows in the phone's list of downloads.
        response.headers["Content-Disposition"] = 'attachment; filename="receipt.png"'
    return response
