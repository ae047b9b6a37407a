"""One's own second factors."""

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.casework import factors as casework
from portal.domain.access import Permission
from portal.files import qr_code
from portal.web import staff_cookie
from portal.web.context import now, services
from portal.web.forms.presence import CodeForm, PasskeyForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.sign_in import door

CONFLICT, UNPROCESSABLE = 409, 422


@blueprint.get("/account/factors")
@requires(Permission.USE_OFFICE, enrolling=True)
def factors() -> Any:
    return _page()


@blueprint.post("/account/factors/key")
@requires(Permission.USE_OFFICE, fresh=True, enrolling=True)
def new_passkey() -> Any:
    """A page of its own: its challenge is made when it is looked at."""
    options = casework.creation_options(g.staff, staff_cookie.token() or "", door=door(), at=now())
    if options is None:
        return _page(problem="no_keys"), CONFLICT
    return render_template("office/new_passkey.html", form=PasskeyForm(), options=options)


@blueprint.post("/account/factors/key/add")
@requires(Permission.USE_OFFICE, fresh=True, enrolling=True)
def add_passkey() -> Any:
    name, answer = PasskeyForm(request.form).to_key()
    name = name or gettext("factors.key_unnamed")
    token = staff_cookie.token() or ""
    return _done(casework.add_passkey, g.presence, token, name=name, answer=answer, door=door(), at=now())


@blueprint.post("/account/factors/app")
@requires(Permission.USE_OFFICE, fresh=True, enrolling=True)
def begin_code_app() -> Response:
    casework.begin_code_app(g.staff, door=door())
    return redirect(url_for("office.code_app"), 303)


@blueprint.get("/account/factors/app")
@requires(Permission.USE_OFFICE, fresh=True, enrolling=True)
def code_app() -> Any:
    """The secret is shown only to whoever proved just now to be its owner."""
    return _app_page(CodeForm())


@blueprint.post("/account/factors/app/confirm")
@requires(Permission.USE_OFFICE, fresh=True, enrolling=True)
def confirm_code_app() -> Any:
    form = CodeForm(request.form)
    try:
        casework.confirm_code_app(g.presence, code=form.to_code(), door=door(), at=now())
    except casework.FactorRefused as refused:
        form.refuse(gettext(f"factors.refused.{refused.why}"))
        return _app_page(form), UNPROCESSABLE
    return redirect(url_for("office.factors"), 303)


@blueprint.post("/account/factors/app/remove")
@requires(Permission.USE_OFFICE, fresh=True)
def remove_code_app() -> Any:
    running = services()
    required = running.settings.second_factor_required
    return _done(casework.remove_code_app, g.presence, required=required, store=running.store, at=now())


@blueprint.post("/account/factors/key/remove")
@requires(Permission.USE_OFFICE, fresh=True)
def remove_passkey() -> Any:
    running = services()
    try:
        credential_id = bytes.fromhex(request.form.get("key", ""))
    except ValueError:
        credential_id = b""
    required = running.settings.second_factor_required
    return _done(casework.remove_passkey, g.presence, credential_id, required=required, store=running.store, at=now())


@blueprint.get("/account/factors/<any(key, 'key/add', 'key/remove', 'app/confirm', 'app/remove'):_factor_step>")
@requires(Permission.USE_OFFICE, enrolling=True)
def after_factor_step(_factor_step: str) -> Any:
    return redirect(url_for("office.factors", **request.args))


def _done(step: Callable[..., None], *about: Any, **how: Any) -> Any:
    try:
        step(*about, **how)
    except casework.FactorRefused as refused:
        return _page(problem=refused.why), CONFLICT
    return redirect(url_for("office.factors"), 303)


def _page(problem: str | None = None) -> str:
    found, running = casework.listed(g.staff, door=door()), services()
    required = running.settings.second_factor_required
    keys = running.relying_party is not None
    return render_template("office/factors.html", found=found, problem=problem, required=required, keys=keys)


def _app_page(form: CodeForm) -> Any:
    found = casework.listed(g.staff, door=door())
    if found.address is None or found.secret is None:
        return redirect(url_for("office.factors"), 303)
    drawing = Markup(qr_code.svg(found.address))  # noqa: S704 - segno's own drawing, no text of anybody's
    groups = " ".join(found.secret[place : place + 4] for place in range(0, len(found.secret), 4))
    return render_template("office/code_app.html", form=form, groups=groups, drawing=drawing)
