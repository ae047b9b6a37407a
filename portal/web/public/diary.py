"""Coming back with a receipt: the diary, another call, a call taken back."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.moment import QuestionCode, likelier_than_asked, questions
from portal.domain.period import local_day
from portal.domain.pregnancy import stage_on
from portal.domain.report import Card, Complaint, Withdrawal
from portal.domain.retention_term import RetentionClass
from portal.domain.vocabulary import Stage
from portal.intake import complaints, letters, lookup, panel, receipts, standing
from portal.web.context import now, services
from portal.web.forms.call import JUST_NOW, CallForm
from portal.web.forms.receipt import ReceiptForm
from portal.web.guard import public
from portal.web.public import lines, visit
from portal.web.public.blueprint import blueprint

TAKES_CALLS = (Withdrawal.NONE, Withdrawal.PUBLICATION)


@blueprint.route("/receipt", methods=["GET", "POST"])
@public
def receipt() -> tuple[str, int] | Response:
    form = ReceiptForm(request.form or None)
    if request.method == "POST":
        code = form.to_code()
        if receipts.is_receipt(code) and complaints.look_up(code, store=services().store, vault=services().vault):
            visit.begin(code)
            return redirect(url_for("public.diary"), 303)
        form.refuse()
    return render_template("public/receipt.html", form=form), 400 if form.errors else 200


@blueprint.get("/diary")
@public
def diary() -> str:
    told = complaints.read(visit.current().complaint_id, store=services().store, vault=services().vault)
    complaint, store = told.complaint, services().store
    return render_template(
        "public/diary.html",
        diary=told,
        calls=lines.of_diary(told),
        takes_calls=complaint.withdrawal in TAKES_CALLS,
        verifies=services().settings.messages,
        quiet=panel.quiet_reports(complaint.id, store=store),
        others=lookup.reported_by_others(told.calls, store=store),
        looks=panel.looks(complaint.id, store=store),
        recovered=panel.recovered(complaint.id, store=store),
        handed_out=panel.handed_out(complaint.id, store=store),
        entered=panel.entered_at(complaint.id, store=store),
        letters=letters.of_complaint(complaint.id, store=store, vault=services().vault),
        case_numbers=standing.case_numbers(complaint.id, store=store),
        kept_days=services().retention_terms.by_class[RetentionClass.UNVERIFIED].kept.days,
        holds=standing.holds(complaint.id, store=store),
        notices=standing.notices(complaint.id, store=store),
        clock=standing.clock(complaint.id, terms=services().legal_terms, store=store),
        since=panel.stands_since(complaint.id, store=store) or complaint.created_at,
        stage=None if complaint.pregnancy_ended else _stage(complaint.card),
    )


def _stage(card: Card) -> Stage | None:
    """Where she is today, for what usually comes next."""
    return stage_on(local_day(now()), due_on=card.due_on, born_on=card.born_on)


@blueprint.route("/diary/call", methods=["GET", "POST"])
@public
def another_call() -> tuple[str, int] | Response:
    complaint_id, at = visit.current().complaint_id, now()
    form = CallForm(request.form or None, at=at, when=JUST_NOW)
    told = complaints.read(complaint_id, store=services().store, vault=services().vault)
    ended = told.complaint.pregnancy_ended
    if ended:
        form.speak_of_no_baby()
    token = request.form.get("token") or receipts.new_submission_token()
    asked: list[QuestionCode] = []
    if request.method == "POST" and form.validate():
        asked = [] if "sure" in request.form else _questions(told.complaint, form)
        if not asked:
            return _added(complaint_id, form, token)
    likely = likelier_than_asked(form.to_draft(), asked, at) if asked else []
    shown = {"form": form, "token": token, "asked": asked, "likely": likely, "plain": ended}
    page = render_template("public/another_call.html", **shown)
    return page, 400 if form.errors else 200


def _questions(complaint: Complaint, form: CallForm) -> list[QuestionCode]:
    card = complaint.card
    if complaint.pregnancy_ended:  # nothing may speak of it, not even a question
        card = replace(card, due_on=None, born_on=None)
    return questions(form.to_draft(), card, form.at)


def _added(complaint_id: UUID, form: CallForm, token: str) -> Response:
    calls, store, vault = (form.to_draft(),), services().store, services().vault
    try:
        complaints.add_calls(complaint_id, calls, token=token, store=store, vault=vault, at=form.at)
        flash("diary.added")
    except (complaints.Withdrawn, complaints.TooManyCalls):
        flash("diary.takes_no_calls")
    return redirect(url_for("public.diary"), 303)


@blueprint.post("/diary/call/<uuid:call_id>/take-back")
@public
def take_back_call(call_id: UUID) -> Response:
    complaints.take_back_call(visit.current().complaint_id, call_id, store=services().store, at=now())
    flash("diary.taken_back")
    return redirect(url_for("public.diary"), 303)
