"""Coming in, going out, and one's own account."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.casework import members
from portal.casework import sign_in as casework
from portal.domain.access import ROLE_PERMISSIONS, Permission, StaffMember
from portal.web.context import now, services
from portal.web.forms.office import SignInForm
from portal.web.guard import STAFF_COOKIE, public, requires
from portal.web.office.blueprint import blueprint

COOKIE_PATH = "/office"
# What a member of staff meets first: the first page of these that the role may see.
STARTS = (
    (Permission.VIEW_FINDINGS, "office.overview"),
    (Permission.VIEW_QUEUE, "office.complaints"),
    (Permission.ENTER_REPORT, "office.entry"),
    (Permission.ADMINISTER, "office.members"),
    (Permission.USE_OFFICE, "office.account"),
)


@blueprint.get("/sign-in")
@public
def sign_in() -> str:
    return render_template("office/sign_in.html", form=SignInForm(data={"next": request.args.get("next")}))


@blueprint.post("/sign-in")
@public
def signed_in() -> Any:
    form = SignInForm(request.form)
    at = now()
    try:
        token = casework.sign_in(*form.to_credentials(), store=services().store, at=at)
    except casework.TooManyAttempts as refused:
        form.ask_to_wait(round((refused.until - at).total_seconds()))
        return render_template("office/sign_in.html", form=form), 429
    except casework.SignInRefused:
        form.refuse()
        return render_template("office/sign_in.html", form=form), 403
    return _with_cookie(redirect(form.to_destination() or url_for("office.start"), 303), token)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    token = request.cookies.get(STAFF_COOKIE)
    if token:
        casework.sign_out(token, store=services().store, at=now())
    response = redirect(url_for("office.sign_in"), 303)
    response.delete_cookie(STAFF_COOKIE, path=COOKIE_PATH)
    return response


@blueprint.get("/")
@requires(Permission.USE_OFFICE)
def start() -> Response:
    return redirect(url_for(first_page(g.staff)))


@blueprint.get("/account")
@requires(Permission.USE_OFFICE)
def account() -> str:
    permissions = [permission for permission in Permission if permission in ROLE_PERMISSIONS[g.staff.role]]
    deeds = members.read(g.staff.id, store=services().store).deeds
    return render_template("office/account.html", member=g.staff, permissions=permissions, deeds=deeds)


def first_page(member: StaffMember) -> str:
    """The endpoint with which a member of staff begins."""
    return next(endpoint for permission, endpoint in STARTS if member.may(permission))


def _with_cookie(response: Response, token: str) -> Response:
    response.set_cookie(
        STAFF_COOKIE,
        token,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Strict",
        secure=services().settings.https,
    )
    return response
