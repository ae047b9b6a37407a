"""The ways of the data: who receives what, and which files left late or not at all."""

from typing import Any

from flask import render_template

from portal.casework import jobs, recipients
from portal.casework.analyses import Analysis
from portal.domain.access import Permission
from portal.domain.data_path import DataPath, Paths, Standing
from portal.domain.picture import Calendar
from portal.web.charts import tables
from portal.web.context import services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.chosen import analysis_of_request, part_of
from portal.web.office.findings import standing
from portal.web.office.words import vocabulary

FLAGGED = (Standing.LATE, Standing.SKIPPED, Standing.UNPLANNED)
NOT_LEFT = frozenset({Standing.SKIPPED, Standing.DUE})


@blueprint.get("/paths")
@requires(Permission.VIEW_FINDINGS)
def paths() -> str:
    analysis, job = analysis_of_request(), jobs.latest_analysis_job(store=services().store)
    if analysis is None:
        return render_template("office/no_analysis.html", job=job, **standing(job))
    return render_template("office/paths.html", job=job, **standing(job), **_shown(analysis))


def _shown(analysis: Analysis) -> dict[str, Any]:
    found, about = analysis.pictures.paths, part_of(analysis)
    return {
        "analysis": analysis,
        "findings": analysis.findings,
        "found": found,
        "carried": about["carried"],
        "view": about["view"],
        "custodians": recipients.custodians(store=services().store),
        "labels": vocabulary(),
        "recipients": [row.recipient for row in analysis.pictures.calendar.rows],
        "places": {one.source: place for place, one in enumerate(analysis.findings.sources)},
        "tables": tables.every(analysis.findings, analysis.pictures),
        "flags": {kind.value: _flagged(found, kind) for kind in FLAGGED} if found else {},
        "unplanned": [path for path in found.paths if _without_plan(path)] if found else [],
        "drawn": _calendar(found, analysis.pictures.calendar) if found else None,
    }


def _flagged(found: Paths, kind: Standing) -> int:
    return sum(run.standing == kind for path in found.paths for run in path.runs)


def _without_plan(path: DataPath) -> bool:
    return all(run.standing == Standing.NO_PLAN for run in path.runs)


def _calendar(found: Paths, beside: Calendar) -> dict[str, Any]:
    """What the picture draws: runs with their standing, and the reports of each week on the same axis."""
    rows = [
        {
            "recipient": path.recipient,
            "runs": [
                {"day": run.day, "planned": run.standing in NOT_LEFT, "standing": run.standing, "late": run.late_days}
                for run in path.runs
            ],
        }
        for path in found.paths
    ]
    return {"rows": rows, "weeks": [{"from_day": week.from_day, "calls": week.calls} for week in beside.weeks]}
