"""Screenshots and recordings: added, looked at, taken back; or their digests only, and the files stay with her."""

from uuid import UUID

from flask import Response as PlainResponse
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.attachment import MEDIA_TYPES, MOST_BYTES, MOST_FILES, MOST_FILES_AT_ONCE, AttachmentKind, NotWanted
from portal.domain.report import Withdrawal
from portal.intake import attachments, complaints, receipts
from portal.web.context import now, services
from portal.web.forms.evidence import EvidenceForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint
from portal.web.uploads import takes_files

EXTENSIONS = {AttachmentKind.PICTURE: "webp", AttachmentKind.RECORDING: "m4a"}
LIMITS = {"most": MOST_FILES, "at_once": MOST_FILES_AT_ONCE, "megabytes": MOST_BYTES // 1024**2}


@blueprint.route("/diary/evidence", methods=["GET", "POST"])
@public
@takes_files
def evidence() -> tuple[str, int] | Response:
    complaint_id, form = visit.current().complaint_id, EvidenceForm(request.form, request.files)
    token = request.form.get("token") or receipts.new_submission_token()
    if request.method == "POST":
        try:
            refused = _added(complaint_id, form, token)
        except complaints.Withdrawn:
            flash("diary.takes_no_calls")
            return redirect(url_for("public.diary"), 303)
        form.refuse(refused)
        if not form.errors:
            flash("evidence.kept")
            return redirect(url_for("public.evidence"), 303)
        token = receipts.new_submission_token()  # what was taken is in; the next sending is another one
    told = complaints.read(complaint_id, store=services().store, vault=services().vault)
    if told.complaint.withdrawal is Withdrawal.ERASED:
        return redirect(url_for("public.diary"), 303)
    files = attachments.of_complaint(complaint_id, store=services().store)
    page = render_template("public/evidence.html", form=form, token=token, files=files, limits=LIMITS)
    return page, 400 if form.errors else 200


@blueprint.get("/diary/evidence/<uuid:attachment_id>")
@public
def one_file(attachment_id: UUID) -> PlainResponse:
    complaint_id = visit.current().complaint_id
    found = attachments.read(complaint_id, attachment_id, store=services().store, vault=services().vault)
    if found is None or found.attachment.kind is AttachmentKind.ON_PHONE:
        abort(404)
    kind = found.attachment.kind
    # A neutral name: it shows in the phone's list of downloads.
    name = f'inline; filename="file.{EXTENSIONS[kind]}"'
    return PlainResponse(found.content, mimetype=MEDIA_TYPES[kind], headers={"Content-Disposition": name})


@blueprint.post("/diary/evidence/<uuid:attachment_id>/remove")
@public
def remove_file(attachment_id: UUID) -> Response:
    attachments.remove(visit.current().complaint_id, attachment_id, store=services().store, at=now())
    flash("evidence.removed")
    return redirect(url_for("public.evidence"), 303)


def _added(complaint_id: UUID, form: EvidenceForm, token: str) -> dict[int, NotWanted]:
    store, vault = services().store, services().vault
    if form.digests:
        return attachments.add_digests(complaint_id, form.digests, token=token, store=store, vault=vault, at=now())
    contents = form.to_contents()
    if not contents:
        form.ask_for_files()
        return {}
    return attachments.add(complaint_id, contents, token=token, store=store, vault=vault, at=now())
