"""The proof of filing, and the page on which anybody who holds one can check it."""

from flask import Response as PlainResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.intake import complaints, proofs
from portal.web.context import now, services
from portal.web.forms.proof import ProofForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.get("/received/proof")
@public
def proof() -> str | Response:
    try:
        return render_template("public/proof.html", text=_text(), address=f"{services().settings.public_url}/verify")
    except complaints.Withdrawn:
        flash("diary.takes_no_calls")
        return redirect(url_for("public.diary"), 303)


@blueprint.get("/received/proof/text")
@public
def proof_text() -> Response:
    try:
        headers = {"Content-Disposition": 'attachment; filename="text.txt"'}
        return PlainResponse(_text(), mimetype="text/plain", headers=headers)
    except complaints.Withdrawn:
        return redirect(url_for("public.diary"), 303)


@blueprint.route("/verify", methods=["GET", "POST"])
@public
def verify() -> tuple[str, int]:
    form, found = ProofForm(request.form or None), None
    if request.method == "POST" and form.validate():
        found = proofs.check(form.to_text(), vault=services().vault)
        if found is None:
            form.refuse()
    key = services().vault.proof_key().hex()
    return render_template("public/verify.html", form=form, found=found, key=key), 400 if form.errors else 200


def _text() -> str:
    complaint_id = visit.current().complaint_id
    return proofs.of_complaint(complaint_id, store=services().store, vault=services().vault, at=now())
