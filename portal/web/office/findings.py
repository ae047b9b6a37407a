"""The correlation dashboard, one source of it, and the asking for a new analysis."""

from typing import Any

from flask import abort, g, jsonify, redirect, render_template, request, url_for

from portal.casework import analyses, evidence, jobs, replies
from portal.casework.analyses import Analysis
from portal.domain import ladder
from portal.domain.access import Permission
from portal.domain.finding import REGISTRATION, Finding
from portal.domain.job import Job, JobState
from portal.domain.period import local_day
from portal.web.charts import tables
from portal.web.context import now, services
from portal.web.forms.reply import ReplyForm
from portal.web.guard import requires
from portal.web.office import story, sureness
from portal.web.office.blueprint import blueprint
from portal.web.office.chosen import PARAMETER, carried, part_of
from portal.web.office.words import job_text, vocabulary

UNPROCESSABLE = 422
UNDER_WAY = frozenset({JobState.WAITING, JobState.RUNNING})


@blueprint.get("/findings")
@requires(Permission.VIEW_FINDINGS)
def findings() -> str:
    store = services().store
    analysis, job = analyses.latest(store=store), jobs.latest_analysis_job(store=store)
    if analysis is None:
        return render_template("office/no_analysis.html", job=job, **standing(job))
    return render_template("office/findings.html", job=job, **standing(job), **_shown(analysis))


@blueprint.get("/findings/<int:analysis_id>")
@requires(Permission.VIEW_FINDINGS)
def one_analysis(analysis_id: int) -> str:
    return render_template("office/findings.html", job=None, **standing(None), **_shown(_find(analysis_id)))


@blueprint.get("/findings/<int:analysis_id>/<int:place>")
@requires(Permission.VIEW_FINDINGS)
def source(analysis_id: int, place: int) -> str:
    return _source(analysis_id, place, _reply_form(None))


@blueprint.post("/findings/<int:analysis_id>/<int:place>")
@requires(Permission.RUN_ANALYSIS)
def record_reply(analysis_id: int, place: int) -> Any:
    name, form = _finding(_find(analysis_id), place).source, _reply_form(request.form)
    if name == REGISTRATION:
        abort(404)  # it is nobody's
    if not form.validate():
        return _source(analysis_id, place, form), UNPROCESSABLE
    replies.record(name, form.to_text(), received_on=form.to_day(), by=g.staff.login, at=now(), store=services().store)
    return redirect(url_for("office.source", analysis_id=analysis_id, place=place, _anchor="replies"), 303)


def _source(analysis_id: int, place: int, reply_form: ReplyForm) -> str:
    analysis = _find(analysis_id)
    finding, line = _finding(analysis, place), story.line_of(analysis.findings, place)
    part = part_of(analysis)
    beside = evidence.beside_timing(store=services().store) if g.staff.may(Permission.VIEW_STUDIES) else None
    about = {
        "replies": replies.of_recipients(tuple(line.members), store=services().store),
        "reply_form": reply_form,
        "place": place,
        "line": line,
        "finding": finding,
        "standing": ladder.standing(finding, analysis.findings, analysis.pictures, beside.beyond if beside else ()),
        "counted": [one.kind for one in beside.counted] if beside else None,
        "figures": sureness.figures(line, finding, analysis.findings),
        "curves": story.curves_beside(analysis.pictures, finding.source),
        "runs": story.runs_of(part["pictures"], finding.source),
        "every_run": story.runs_of(analysis.pictures, finding.source),
        "choices": part["choices"],
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
    return progress_of(jobs.latest_analysis_job(store=services().store))


def progress_of(job: Job | None) -> Any:
    """How far a job has come, for the script that asks again and again."""
    if job is None:
        abort(404)
    return jsonify(under_way=job.state in UNDER_WAY, words=job_text(job), done=job.done, total=job.total)


def standing(job: Job | None) -> dict[str, bool]:
    """How the last job stands towards what is on the page."""
    state = job.state if job else None
    return {"under_way": state in UNDER_WAY, "failed": state is JobState.FAILED}


def _finding(analysis: Analysis, place: int) -> Finding:
    if place >= len(analysis.findings.sources):
        abort(404)
    return analysis.findings.sources[place]


def _reply_form(posted: Any) -> ReplyForm:
    return ReplyForm(posted, today=local_day(now()))


def _find(analysis_id: int) -> Analysis:
    try:
        return analyses.find(analysis_id, store=services().store)
    except analyses.AnalysisMissing:
        abort(404)


def _of_this(analysis: Analysis) -> dict[str, str]:
    """What keeps the sister pages at an analysis that the path of the address names."""
    named = (request.view_args or {}).get("analysis_id")
    return {} if named is None else {PARAMETER: str(analysis.id)}


def _shown(analysis: Analysis) -> dict[str, Any]:
    recipients = [row.recipient for row in analysis.pictures.calendar.rows]
    part = part_of(analysis)
    wanted = request.args.get("source")
    return {
        "analysis": analysis,
        "view": part["view"],
        "carried": _of_this(analysis) | carried(part["view"]),
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
