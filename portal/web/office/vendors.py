"""Parties behind the calls: who calls whom, when, and whose lists seem to be the same."""

from typing import Any

from flask import abort, render_template

from portal.casework import jobs
from portal.casework.analyses import Analysis
from portal.domain.access import Permission
from portal.domain.vendor_group import Held
from portal.web.charts import overview_tables, tables
from portal.web.context import services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.chosen import analysis_of_request, carried
from portal.web.office.findings import standing
from portal.web.office.words import vocabulary

LARGEST = 12  # parties in the table against recipients; the others are a click away
SHADES = (0.05, 0.1, 0.2)  # by which a party's share lies above that of all calls


@blueprint.get("/vendors")
@requires(Permission.VIEW_FINDINGS)
def vendors() -> str:
    analysis, job = analysis_of_request(), jobs.latest_analysis_job(store=services().store)
    if analysis is None:
        return render_template("office/no_analysis.html", job=job, **standing(job))
    about = {"largest": LARGEST, "tables": tables.every(analysis.findings, analysis.pictures)}
    return render_template("office/vendors.html", job=job, **standing(job), **about, **_shown(analysis))


@blueprint.get("/vendors/<int:number>")
@requires(Permission.VIEW_FINDINGS)
def party(number: int) -> str:
    analysis = analysis_of_request()
    found = analysis.pictures.vendors if analysis else None
    one = next((one for one in found.parties if one.number == number), None) if found else None
    if analysis is None or found is None or one is None:
        abort(404)
    about = {
        "one": one,
        "cuts": {name: overview_tables.of_party(name, (one,)) for name in overview_tables.CUTS},
        "together": overview_tables.together(found, number),
        "beside": list(zip(one.recipients, found.recipients, strict=True)),
    }
    return render_template("office/party.html", **about, **_shown(analysis))


@blueprint.app_template_filter("share_shade")
def share_shade(held: Held, everybody: Held) -> int:
    """How dark a share is drawn: by how far it lies above that of all calls."""
    if held.share is None or everybody.share is None:
        return 0
    return sum(held.share - everybody.share >= edge for edge in SHADES)


def _shown(analysis: Analysis) -> dict[str, Any]:
    return {
        "analysis": analysis,
        "findings": analysis.findings,
        "found": analysis.pictures.vendors,
        "carried": carried(),
        "labels": vocabulary(),
        "recipients": [row.recipient for row in analysis.pictures.calendar.rows],
    }
