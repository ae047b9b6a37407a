"""The blueprint that the views of this face hang on, and what all its pages show."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from portal.intake.complaints import ComplaintMissing
from portal.web.forms.receipt import ReceiptForm
from portal.web.public import visit
from portal.web.public.visit import ReceiptNeeded

# What takes long to write again: shown to be copied where the stay was over when it was sent.
WRITTEN = ("text", "caller_number", "message", "notes", "reference", "outcome")

blueprint = Blueprint("public", __name__)


@blueprint.context_processor
def frame() -> dict[str, Any]:
    """The way home, and the quick way out."""
    return {
        "home_url": url_for("public.home"),
        "exit_url": url_for("public.leave_page"),
        "manifest_url": url_for("public.manifest"),
    }


@blueprint.errorhandler(ReceiptNeeded)
def ask_for_receipt(needed: ReceiptNeeded) -> tuple[str, int]:
    """A page of her report without a stay: the receipt, please."""
    kept = [request.form[name] for name in WRITTEN if request.form.get(name, "").strip()]
    return render_template("public/receipt.html", form=ReceiptForm(), over=needed.over, needed=True, kept=kept), 403


@blueprint.errorhandler(ComplaintMissing)
def begin_anew(_missing: ComplaintMissing) -> tuple[str, int]:
    """A stay at a report that is not in this database (any more): after a restore, or after the demo was reset."""
    visit.end()
    return ask_for_receipt(ReceiptNeeded(over=True))
