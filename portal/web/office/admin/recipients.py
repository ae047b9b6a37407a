"""Recipients with what they got, and plans with what they were to get."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.domain.access import Permission
from portal.domain.recipient import InvalidPlan
from portal.files.refusal import BadCell
from portal.intake import plans
from portal.web.context import now, services
from portal.web.forms.admin import CustodianForm, PlanForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.onward import onward

NOT_FOUND, CONFLICT, UNPROCESSABLE = 404, 409, 422


@blueprint.get("/admin/recipients")
@requires(Permission.ADMINISTER)
def recipients() -> Any:
    return _page(PlanForm())


@blueprint.post("/admin/recipients")
@requires(Permission.ADMINISTER, fresh=True)
def add_plan() -> Any:
    form = PlanForm(request.form)
    if not form.validate():
        return _page(form, UNPROCESSABLE)
    try:
        added = plans.add(**form.to_plan(), store=services().store, at=now(), by=g.staff.login)
    except BadCell as bad:
        form.refuse_cell(bad.column, gettext(f"cli.reason.{bad.reason}", known=bad.known), bad.value)
    except InvalidPlan:
        form.refuse_period()
    else:
        return redirect(url_for("office.recipients"), 303) if added else _page(form, CONFLICT, "plans.problem.known")
    return _page(form, UNPROCESSABLE)


@blueprint.post("/admin/recipients/<int:recipient_id>/custodian")
@requires(Permission.ADMINISTER, fresh=True)
def name_custodian(recipient_id: int) -> Any:
    form, store = CustodianForm(request.form), services().store
    if not form.validate():
        return _page(PlanForm(), UNPROCESSABLE, custodian=(recipient_id, form))
    if not plans.name_custodian(recipient_id, form.to_custodian(), store=store, at=now(), by=g.staff.login):
        abort(NOT_FOUND)
    return redirect(url_for("office.recipients"), 303)


@blueprint.get("/admin/recipients/<int:_recipient_id>/custodian")
@requires(Permission.ADMINISTER)
def after_naming(_recipient_id: int) -> Any:
    """Choosing a language or reloading leads back to the list."""
    return onward("office.recipients")


@blueprint.post("/admin/plans/<int:plan_id>/end")
@requires(Permission.ADMINISTER, fresh=True)
def end_plan(plan_id: int) -> Any:
    try:
        plans.end(plan_id, store=services().store, at=now(), by=g.staff.login)
    except plans.PlanMissing:
        abort(NOT_FOUND)
    except plans.PlanOver:
        return _page(PlanForm(), CONFLICT, "plans.problem.over")
    return redirect(url_for("office.recipients"), 303)


@blueprint.get("/admin/plans/<int:_plan_id>/end")
@requires(Permission.ADMINISTER)
def after_ending(_plan_id: int) -> Any:
    """Choosing a language or reloading leads back to the list."""
    return onward("office.recipients")


def _page(
    form: PlanForm, answer: int = 200, problem: str = "", custodian: tuple[int, CustodianForm] | None = None
) -> tuple[str, int]:
    standing = plans.standing(store=services().store, at=now())
    late = sum(one.unfulfilled for one in standing.plans)
    shown = {"standing": standing, "late": late, "form": form, "problem": problem, "custodian": custodian}
    return render_template("office/admin/recipients.html", **shown), answer
