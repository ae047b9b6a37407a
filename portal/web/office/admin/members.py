"""Staff: who may come in, and as what."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for

from portal.casework import members as casework
from portal.casework.members import LoginTaken
from portal.domain.access import Permission, StaffMember
from portal.web.context import now, services
from portal.web.forms.admin import MemberForm, RoleForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint

FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 403, 404, 409, 422
PROBLEMS = {
    casework.OwnAccount: "members.problem.own",
    casework.LastAdministrator: "members.problem.last",
    casework.NothingChanges: "members.problem.nothing",
}


@blueprint.get("/admin/members")
@requires(Permission.ADMINISTER)
def members() -> Any:
    return _list(MemberForm())


@blueprint.post("/admin/members")
@requires(Permission.ADMINISTER)
def add_member() -> Any:
    form = MemberForm(request.form)
    if not form.validate():
        return _list(form, UNPROCESSABLE)
    try:
        made = casework.employ(**form.to_account(), by=g.staff, at=now(), store=services().store)
    except casework.NotAdministrator:
        abort(FORBIDDEN)
    except LoginTaken:
        form.refuse_login()
        return _list(form, CONFLICT)
    return _passphrase(*made)


@blueprint.get("/admin/members/<uuid:member_id>")
@requires(Permission.ADMINISTER)
def member(member_id: UUID) -> Any:
    return _page(member_id)


@blueprint.get("/admin/members/<uuid:member_id>/<any(role, deactivate, reactivate, passphrase):_deed>")
@requires(Permission.ADMINISTER)
def after_deed(member_id: UUID, _deed: str) -> Any:
    """Where a deed was answered with a page, choosing a language or reloading leads back to the account."""
    return redirect(url_for("office.member", member_id=member_id, **request.args))


@blueprint.post("/admin/members/<uuid:member_id>/role")
@requires(Permission.ADMINISTER)
def change_role(member_id: UUID) -> Any:
    form = RoleForm(request.form)
    if not form.validate():
        return _page(member_id, UNPROCESSABLE, role_form=form)
    return _done(casework.change_role, member_id, role=form.to_role())


@blueprint.post("/admin/members/<uuid:member_id>/deactivate")
@requires(Permission.ADMINISTER)
def deactivate(member_id: UUID) -> Any:
    return _done(casework.deactivate, member_id)


@blueprint.post("/admin/members/<uuid:member_id>/reactivate")
@requires(Permission.ADMINISTER)
def reactivate(member_id: UUID) -> Any:
    return _done(casework.reactivate, member_id)


@blueprint.post("/admin/members/<uuid:member_id>/passphrase")
@requires(Permission.ADMINISTER)
def renew_passphrase(member_id: UUID) -> Any:
    try:
        made = casework.renew_passphrase(member_id, by=g.staff, at=now(), store=services().store)
    except casework.NotAdministrator:
        abort(FORBIDDEN)
    except casework.MemberMissing:
        abort(NOT_FOUND)
    return _passphrase(*made)


def _done(deed: Callable[..., None], member_id: UUID, **how: Any) -> Any:
    try:
        deed(member_id, by=g.staff, at=now(), store=services().store, **how)
    except casework.NotAdministrator:
        abort(FORBIDDEN)
    except casework.MemberMissing:
        abort(NOT_FOUND)
    except tuple(PROBLEMS) as refused:
        return _page(member_id, CONFLICT, problem=PROBLEMS[type(refused)])
    return redirect(url_for("office.member", member_id=member_id), 303)


def _list(form: MemberForm, answer: int = 200) -> tuple[str, int]:
    listed = casework.listed(store=services().store, at=now())
    active = [one.member for one in listed if one.member.active]
    administrators = sum(one.may(Permission.ADMINISTER) for one in active)
    page = render_template(
        "office/admin/members.html", listed=listed, active=len(active), administrators=administrators, form=form
    )
    return page, answer


def _page(member_id: UUID, answer: int = 200, **context: Any) -> tuple[str, int]:
    try:
        found = casework.read(member_id, store=services().store)
    except casework.MemberMissing:
        abort(NOT_FOUND)
    context = {"role_form": RoleForm(data={"role": found.member.role.value})} | context
    own = found.member.id == g.staff.id
    return render_template("office/admin/member.html", found=found, own=own, **context), answer


def _passphrase(member: StaffMember, passphrase: str) -> str:
    """Shown in the answer itself, at no address: it is kept nowhere, and nobody can show it again."""
    return render_template("office/admin/passphrase.html", member=member, passphrase=passphrase)
