"""Hospitals: by district, a list that comes in, a name that changes."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.domain.access import Permission
from portal.domain.sent_months import Gap
from portal.files.refusal import BadCell, Refusal
from portal.files.tables import UnreadableFile
from portal.intake import places
from portal.web.context import now, services
from portal.web.forms.admin import HospitalsForm, RenameForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint

NOT_FOUND, CONFLICT, UNPROCESSABLE = 404, 409, 422
MOST_REFUSALS = 50


@blueprint.get("/admin/hospitals")
@requires(Permission.ADMINISTER)
def hospitals() -> Any:
    return _page(HospitalsForm())


@blueprint.post("/admin/hospitals")
@requires(Permission.ADMINISTER, fresh=True)
def receive_hospitals() -> Any:
    form = HospitalsForm(request.files)
    if not form.validate():
        return _page(form, UNPROCESSABLE)
    try:
        counts = places.receive(form.to_content(), by=g.staff.login, at=now(), store=services().store)
    except UnreadableFile as refused:
        form.refuse(gettext(f"cli.file.{refused.problem}", **refused.values))
    except places.RefusedRows as refused:
        form.refuse(gettext("places.refused", count=len(refused.refusals)))
        return _page(form, UNPROCESSABLE, refused=[_worded(one) for one in refused.refusals[:MOST_REFUSALS]])
    else:
        return _page(HospitalsForm(), came_in=counts)
    return _page(form, UNPROCESSABLE)


@blueprint.get("/admin/hospitals/<int:hospital_id>")
@requires(Permission.ADMINISTER)
def hospital(hospital_id: int) -> Any:
    return _one(hospital_id, None)


@blueprint.post("/admin/hospitals/<int:hospital_id>")
@requires(Permission.ADMINISTER, fresh=True)
def rename_hospital(hospital_id: int) -> Any:
    form = RenameForm(request.form)
    try:
        places.rename(hospital_id, name=form.to_name(), by=g.staff.login, at=now(), store=services().store)
    except places.HospitalMissing:
        abort(NOT_FOUND)
    except places.NameTaken:
        form.refuse_name(gettext("places.taken"))
        return _one(hospital_id, form, CONFLICT)
    except BadCell as bad:
        form.refuse_name(gettext(f"cli.reason.{bad.reason}", known=bad.known))
        return _one(hospital_id, form, UNPROCESSABLE)
    return redirect(url_for("office.hospitals"), 303)


def _page(form: HospitalsForm, answer: int = 200, **context: Any) -> tuple[str, int]:
    districts = places.listed(store=services().store)
    count = sum(len(found) for found in districts.values())
    return render_template(
        "office/admin/hospitals.html",
        districts=districts,
        count=count,
        form=form,
        totals=places.totals_sent(at=now(), store=services().store),
        **context,
    ), answer


def _one(hospital_id: int, form: RenameForm | None, answer: int = 200) -> tuple[str, int]:
    listed = places.listed(store=services().store)
    place = next((one for found in listed.values() for one in found if one.id == hospital_id), None)
    if place is None:
        abort(NOT_FOUND)
    form = form or RenameForm(data={"name": place.name})
    return render_template("office/admin/hospital.html", place=place, form=form), answer


@blueprint.app_template_filter("gap_text")
def gap_text(gap: Gap) -> str:
    """The months of a gap, written as in the registry's file."""
    return str(gap.first) if gap.first == gap.last else gettext("totals.gap", first=gap.first, last=gap.last)


def _worded(one: Refusal) -> dict[str, Any]:
    why = gettext(f"cli.reason.{one.reason}", known=one.known)
    return {"line": one.line, "column": one.column, "value": one.value, "why": why}
