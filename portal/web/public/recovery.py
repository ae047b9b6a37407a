"""A way back for who loses her receipt: chosen in the diary, used on a page of its own."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.intake import complaints, recovery
from portal.web.context import now, services
from portal.web.forms.recovery import ChooseRecoveryForm, RecoverForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint


@blueprint.route("/diary/recovery", methods=["GET", "POST"])
@public
def choose_recovery() -> tuple[str, int] | Response:
    here, form = visit.current(), ChooseRecoveryForm(request.form or None)
    store, vault = services().store, services().vault
    if request.method == "POST" and form.validate():
        try:
            words, pin = form.to_words(), form.to_pin()
            recovery.choose(here.complaint_id, here.code, words=words, pin=pin, store=store, vault=vault, at=now())
            flash("recovery.kept")
            return redirect(url_for("public.choose_recovery"), 303)
        except complaints.Withdrawn:
            flash("diary.takes_no_calls")
            return redirect(url_for("public.diary"), 303)
        except recovery.VaultBusy:
            form.ask_again()
    since = recovery.chosen_at(here.complaint_id, store=store)
    return render_template("public/choose_recovery.html", form=form, since=since), 400 if form.errors else 200


@blueprint.post("/diary/recovery/remove")
@public
def give_up_recovery() -> Response:
    recovery.give_up(visit.current().complaint_id, store=services().store, at=now())
    flash("recovery.removed")
    return redirect(url_for("public.choose_recovery"), 303)


@blueprint.route("/recover", methods=["GET", "POST"])
@public
def recover() -> tuple[str, int] | Response:
    form = RecoverForm(request.form or None)
    if request.method == "POST" and form.validate():
        code = _code(form)
        if code is not None:
            visit.begin(code)
            return redirect(url_for("public.received"), 303)
    return render_template("public/recover.html", form=form), 400 if form.errors else 200


def _code(form: RecoverForm) -> str | None:
    try:
        found = recovery.find(
            words=form.to_words(), pin=form.to_pin(), store=services().store, vault=services().vault, at=now()
        )
    except recovery.TooManyAttempts:
        form.ask_to_wait()
        return None
    except recovery.VaultBusy:
        form.ask_again()
        return None
    if found is None:
        form.refuse()
    return found
