"""Coming in and going out: passphrase, second factor, and a proof in between."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.casework import sign_in as casework
from portal.casework.door import Door
from portal.domain.access import Permission
from portal.domain.presence import ProofRefused
from portal.web import staff_cookie
from portal.web.browser_name import browser_name
from portal.web.context import now, services
from portal.web.forms.office import SignInForm, own_path
from portal.web.forms.presence import ProofForm
from portal.web.guard import public, requires
from portal.web.office.blueprint import blueprint
from portal.web.staff_cookie import HALF_OPEN_COOKIE

FORBIDDEN, TOO_MANY = 403, 429


@blueprint.get("/sign-in")
@public
def sign_in() -> str:
    return render_template("office/sign_in.html", form=SignInForm(data={"next": request.args.get("next")}))


@blueprint.post("/sign-in")
@public
def signed_in() -> Any:
    form, at = SignInForm(request.form), now()
    try:
        token = casework.sign_in(*form.to_credentials(), store=services().store, at=at, browser=_browser())
    except casework.TooManyAttempts as refused:
        form.ask_to_wait(int((refused.until - at).total_seconds()))
        return render_template("office/sign_in.html", form=form), TOO_MANY
    except casework.SignInRefused:
        form.refuse()
        return render_template("office/sign_in.html", form=form), FORBIDDEN
    except casework.SecondFactorNeeded as half:
        onward = redirect(url_for("office.second_step", next=form.to_destination()), 303)
        return staff_cookie.give(onward, half.token, name=HALF_OPEN_COOKIE)
    return staff_cookie.give(redirect(form.to_destination() or url_for("office.start"), 303), token)


@blueprint.get("/sign-in/second")
@public
def second_step() -> Any:
    return _second_page(ProofForm())


@blueprint.post("/sign-in/second")
@public
def second_proven() -> Any:
    form, at, half = ProofForm(request.form), now(), staff_cookie.half_open_token() or ""
    proof = form.to_proof()
    try:
        if proof is None:
            raise ProofRefused
        token = casework.finish(half, proof, door=door(), at=at, browser=_browser())
    except casework.NotHalfOpen:
        return staff_cookie.take_back(redirect(url_for("office.sign_in"), 303))
    except ProofRefused as refused:
        form.refuse(refused.until, at)
        return _second_page(form), TOO_MANY if refused.until else FORBIDDEN
    onward = redirect(own_path(request.form.get("next")) or url_for("office.start"), 303)
    return staff_cookie.give(staff_cookie.take_back(onward), token)


@blueprint.post("/prove")
@requires(Permission.USE_OFFICE, fresh=True, enrolling=True)
def prove() -> Response:
    """Where a page that was only asked for leads back to itself once it is proven who is there."""
    return redirect(own_path(request.form.get("next")) or url_for("office.start"), 303)


@blueprint.get("/prove")
@requires(Permission.USE_OFFICE, enrolling=True)
def after_proof() -> Response:
    return redirect(url_for("office.start"))


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    token = staff_cookie.token()
    if token:
        casework.sign_out(token, store=services().store, at=now())
    return staff_cookie.take_back(redirect(url_for("office.sign_in"), 303))


def door() -> Door:
    """Where proofs are checked."""
    running = services()
    return Door(running.store, running.vault, running.relying_party)


def _second_page(form: ProofForm) -> Any:
    try:
        question = casework.question(staff_cookie.half_open_token() or "", door=door(), at=now())
    except casework.NotHalfOpen:
        return staff_cookie.take_back(redirect(url_for("office.sign_in"), 303))
    onward = (request.form if request.method == "POST" else request.args).get("next")
    return render_template("office/second_step.html", form=form, question=question, onward=onward)


def _browser() -> str:
    return browser_name(request.headers.get("User-Agent", ""))
