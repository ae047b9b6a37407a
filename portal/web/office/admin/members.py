"""Staff: who may come in, and as what."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for

from portal.casework import account_requests
from portal.casework import members as casework
from portal.casework.members import LoginTaken
from portal.domain.access import Permission
from portal.domain.account_request import AccountRequestRefused
from portal.intake import places
from portal.web.context import now, services
from portal.web.forms.admin import DecisionForm, MemberForm, RoleForm, UnitForm
from portal.web.forms.card_slips import VerifierForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.onward import onward

FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 403, 404, 409, 422
PROBLEMS = {
    casework.OwnAccount: "members.problem.own",
    casework.LastAdministrator: "members.problem.last",
    casework.NothingChanges: "members.problem.nothing",
    casework.HospitalMissing: "card_slip.works_at_missing",
    casework.NeverConfirmed: "members.problem.never_confirmed",
}


@blueprint.get("/admin/members")
@requires(Permission.ADMINISTER)
def members() -> Any:
    return _list(MemberForm())


@blueprint.post("/admin/members")
@requires(Permission.ADMINISTER, fresh=True)
def add_member() -> Any:
    form = MemberForm(request.form)
    if not form.validate():
        return _list(form, UNPROCESSABLE)
    try:
        account_requests.employ(**form.to_account(), by=g.staff, at=now(), store=services().store)
    except casework.NotAdministrator:
        abort(FORBIDDEN)
    except LoginTaken:
        form.refuse_login()
        return _list(form, CONFLICT)
    return redirect(url_for("office.members"), 303)


@blueprint.get("/admin/members/<uuid:member_id>")
@requires(Permission.ADMINISTER)
def member(member_id: UUID) -> Any:
    return _page(member_id)


@blueprint.get("/admin/members/<uuid:member_id>/<any(role, unit, verifies, deactivate, reactivate, reset):_deed>")
@requires(Permission.ADMINISTER)
def after_deed(member_id: UUID, _deed: str) -> Any:
    """Where a deed was answered with a page, choosing a language or reloading leads back to the account."""
    return onward("office.member", member_id=member_id)


@blueprint.post("/admin/members/<uuid:member_id>/role")
@requires(Permission.ADMINISTER, fresh=True)
def change_role(member_id: UUID) -> Any:
    form = RoleForm(request.form)
    if not form.validate():
        return _page(member_id, UNPROCESSABLE, role_form=form)
    return _done(account_requests.ask_role, member_id, role=form.to_role())


@blueprint.post("/admin/members/<uuid:member_id>/unit")
@requires(Permission.ADMINISTER, fresh=True)
def change_unit(member_id: UUID) -> Any:
    form = UnitForm(request.form)
    if not form.validate():
        return _page(member_id, UNPROCESSABLE, unit_form=form)
    return _done(casework.set_unit, member_id, unit=form.to_unit())


@blueprint.post("/admin/members/<uuid:member_id>/verifies")
@requires(Permission.ADMINISTER, fresh=True)
def verify_at(member_id: UUID) -> Any:
    form = VerifierForm(request.form, hospitals=_hospitals())
    if not form.validate():
        return _page(member_id, UNPROCESSABLE, verifier_form=form)
    return _done(casework.verify_at, member_id, hospital=form.to_hospital())


@blueprint.post("/admin/members/<uuid:member_id>/deactivate")
@requires(Permission.ADMINISTER, fresh=True)
def deactivate(member_id: UUID) -> Any:
    return _done(casework.deactivate, member_id)


@blueprint.post("/admin/members/<uuid:member_id>/reactivate")
@requires(Permission.ADMINISTER, fresh=True)
def reactivate(member_id: UUID) -> Any:
    return _done(casework.reactivate, member_id)


@blueprint.post("/admin/members/<uuid:member_id>/reset")
@requires(Permission.ADMINISTER, fresh=True)
def reset_member(member_id: UUID) -> Any:
    return _done(account_requests.ask_reset, member_id)


@blueprint.post("/admin/members/requests")
@requires(Permission.ADMINISTER, fresh=True)
def decide_request() -> Any:
    form = DecisionForm(request.form)
    request_id = form.to_request()
    if request_id is None:
        abort(NOT_FOUND)
    stay = form.factors_stay()
    decide = partial(account_requests.confirm, factors_stay=stay) if form.to_answer() else account_requests.refuse
    try:
        done = decide(request_id, by=g.staff, at=now(), store=services().store)
    except casework.NotAdministrator:
        abort(FORBIDDEN)
    except casework.OwnAccount:
        return _list(MemberForm(), CONFLICT, problem="members.problem.own")
    except AccountRequestRefused as refused:
        return _list(MemberForm(), CONFLICT, problem=f"accounts.refused.{refused.why}")
    if done is None or done.passphrase is None:
        return redirect(url_for("office.members"), 303)
    return _passphrase(done)


@blueprint.get("/admin/members/requests")
@requires(Permission.ADMINISTER)
def after_request_step() -> Any:
    return redirect(url_for("office.members", **request.args))


def _done(deed: Callable[..., None], member_id: UUID, **how: Any) -> Any:
    try:
        deed(member_id, by=g.staff, at=now(), store=services().store, **how)
    except casework.NotAdministrator:
        abort(FORBIDDEN)
    except casework.MemberMissing:
        abort(NOT_FOUND)
    except AccountRequestRefused as refused:
        return _page(member_id, CONFLICT, problem=f"accounts.refused.{refused.why}")
    except tuple(PROBLEMS) as refused:
        return _page(member_id, CONFLICT, problem=PROBLEMS[type(refused)])
    return redirect(url_for("office.member", member_id=member_id), 303)


def _list(form: MemberForm, answer: int = 200, problem: str | None = None) -> tuple[str, int]:
    store, at = services().store, now()
    listed, asked = casework.listed(store=store, at=at), account_requests.waiting(at=at, store=store)
    active = [one.member for one in listed if one.member.active]
    administrators = sum(one.may(Permission.ADMINISTER) for one in active)
    page = render_template(
        "office/admin/members.html", listed=listed, active=len(active), administrators=administrators, form=form,
        asked=asked, problem=problem,
    )  # fmt: skip
    return page, answer


def _page(member_id: UUID, answer: int = 200, **context: Any) -> tuple[str, int]:
    try:
        found = casework.read(member_id, store=services().store)
    except casework.MemberMissing:
        abort(NOT_FOUND)
    forms = {"role_form": RoleForm(data={"role": found.member.role.value})}
    context = forms | {"unit_form": UnitForm(data={"unit": found.member.unit or ""})} | context
    own = found.member.id == g.staff.id
    if found.member.may(Permission.VERIFY_CARD):
        hers = {"hospital": found.verifies_at or ""}
        context = {"verifier_form": VerifierForm(data=hers, hospitals=_hospitals())} | context
    asked = account_requests.waiting(at=now(), store=services().store)
    context["asked"] = [one for one in asked if one.member.id == member_id]
    return render_template("office/admin/member.html", found=found, own=own, **context), answer


def _hospitals() -> list[str]:
    return [place.name for district in places.listed(store=services().store).values() for place in district]


def _passphrase(done: account_requests.Confirmed) -> str:
    """Shown in the answer itself, at no address: it is kept nowhere, and nobody can show it again."""
    return render_template("office/admin/passphrase.html", member=done.member, passphrase=done.passphrase)
