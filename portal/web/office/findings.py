"""The correlation dashboard, one source of it, and the asking for a new analysis."""

from typing import Any

from flask import abort, g, jsonify, redirect, render_template, request, url_for

from portal.casework import analyses, jobs
from portal.casework.analyses import Analysis
from portal.domain.access import Permission
from portal.domain.job import Job, JobState
from portal.web.charts import tables
from portal.web.context import now, services
from portal.web.guard import requires
from portal.web.office import story, sureness
from portal.web.office.blueprint import blueprint
from portal.web.office.words import job_text, vocabulary

UNDER_WAY = frozenset({JobState.WAITING, JobState.RUNNING})


@blueprint.get("/findings")
@requires(Permission.VIEW_FINDINGS)
def findings() -> str:
    store = services().store
    analysis, job = analyses.latest(store=store), jobs.latest_analysis_job(store=store)
    if analysis is None:
        return render_template("office/no_analysis.html", job=job, **_standing(job))
    return render_template("office/findings.html", job=job, **_standing(job), **_shown(analysis))


@blueprint.get("/findings/<int:analysis_id>")
@requires(Permission.VIEW_FINDINGS)
def one_analysis(analysis_id: int) -> str:
    return render_template("office/findings.html", job=None, **_standing(None), **_shown(_find(analysis_id)))


@blueprint.get("/findings/<int:analysis_id>/<int:place>")
@requires(Permission.VIEW_FINDINGS)
def source(analysis_id: int, place: int) -> str:
    analysis = _find(analysis_id)
    if place >= len(analysis.findings.sources):
        abort(404)
    finding, line = analysis.findings.sources[place], story.line_of(analysis.findings, place)
    about = {
        "line": line,
        "finding": finding,
        "figures": sureness.figures(line, finding, analysis.findings),
        "curves": story.curves_beside(analysis.pictures, finding.source),
        "runs": story.runs_of(analysis.pictures, finding.source),
        "known": story.known_beside(analysis.pictures, finding.source),
    }
    return render_template("office/source.html", **about, **_shown(analysis))


@blueprint.post("/analysis")
@requires(Permission.RUN_ANALYSIS)
def analyse() -> Any:
    jobs.ask_for_analysis(by=g.staff.login, at=now(), store=services().store)
    return redirect(url_for("office.findings"), 303)


@blueprint.get("/analysis.json")
@requires(Permission.VIEW_FINDINGS)
def progress() -> Any:
    job = jobs.latest_analysis_job(store=services().store)
    if job is None:
        abort(404)
    return jsonify(under_way=job.state in UNDER_WAY, words=job_text(job), done=job.done, total=job.total)


def _find(analysis_id: int) -> Analysis:
    try:
        return analyses.find(analysis_id, store=services().store)
    except analyses.AnalysisMissing:
        abort(404)


def _standing(job: Job | None) -> dict[str, bool]:
    """How the last job stands towards the analysis on the page."""
    state = job.state if job else None
    return {"under_way": state in UNDER_WAY, "failed": state is JobState.FAILED}


def _shown(analysis: Analysis) -> dict[str, Any]:
    recipients = [row.recipient for row in analysis.pictures.calendar.rows]
    wanted = request.args.get("source")
    return {
        "analysis": analysis,
        "findings": analysis.findings,
        "pictures": analysis.pictures,
        "tables": tables.every(analysis.findings, analysis.pictures),
        "lines": story.lines(analysis.findings),
        "title": story.title(analysis.findings),
        "divided": story.divided(analysis.findings) if analysis.findings.alarm.raised else (),
        "null_text": sureness.null_text(analysis.findings.placebo) if analysis.findings.placebo else "",
        "recipients": recipients,
        "labels": vocabulary(),
        "chosen": wanted if wanted in recipients else story.emphasised(analysis.findings, recipients),
    }
