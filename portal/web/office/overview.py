"""The office's start: reports over time, what was sold when, places as rates, alarms, and what is new."""

from dataclasses import replace
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.casework import events, evidence, jobs, visits
from portal.casework.analyses import Analysis
from portal.domain.access import Permission
from portal.domain.event import Event
from portal.domain.overview import Overview, Slice
from portal.domain.period import local_day
from portal.domain.view import View, choices, portion
from portal.web.charts import overview_tables
from portal.web.context import now, services
from portal.web.forms.event import EventForm
from portal.web.guard import requires
from portal.web.office import leads, story
from portal.web.office.blueprint import blueprint
from portal.web.office.chosen import analysis_of_request, carried, is_named, part_of
from portal.web.office.findings import standing
from portal.web.office.words import vocabulary

UNPROCESSABLE = 422


@blueprint.get("/overview")
@requires(Permission.VIEW_FINDINGS)
def overview() -> str:
    return _page(_event_form(None))


@blueprint.post("/overview")
@requires(Permission.RUN_ANALYSIS)
def add_event() -> tuple[str, int] | Response:
    form = _event_form(request.form)
    if not form.validate():
        return _page(form), UNPROCESSABLE
    events.add(form.to_day(), form.to_title(), by=g.staff.login, at=now(), store=services().store)
    return redirect(url_for("office.overview", _anchor="events"), 303)


@blueprint.post("/overview/events/<int:event_id>/remove")
@requires(Permission.RUN_ANALYSIS)
def remove_event(event_id: int) -> Response:
    events.remove(event_id, by=g.staff.login, at=now(), store=services().store)
    return redirect(url_for("office.overview", _anchor="events"), 303)


def _event_form(posted: Any) -> EventForm:
    return EventForm(posted, today=local_day(now()))


def _page(event_form: EventForm) -> str:
    store = services().store
    analysis, job = analysis_of_request(), jobs.latest_analysis_job(store=store)
    if analysis is None:
        return render_template("office/no_analysis.html", job=job, **standing(job))
    since = None
    if not is_named():
        since = visits.look(g.staff.id, analysis.id, analysis.findings, at=now(), store=store)
    known = events.every(store=store)
    shown = _shown(analysis, known) | {"events": known, "event_form": event_form}
    return render_template("office/overview.html", job=job, since=since, **standing(job), **shown)


def _shown(analysis: Analysis, known: list[Event]) -> dict[str, Any]:
    about = part_of(analysis)
    beside = evidence.beside_timing(store=services().store) if g.staff.may(Permission.VIEW_STUDIES) else None
    found, view = about["pictures"].overview, about["view"]
    shown: dict[str, Any] = {
        "analysis": analysis,
        "findings": analysis.findings,
        "found": found,
        "title": story.title(analysis.findings),
        "leads": leads.leads(analysis.findings, analysis.pictures, beside.beyond if beside else ()),
        "counted": beside is not None,
        "labels": vocabulary(),
        "alarms": analysis.pictures.alarms,
        "recipients": [row.recipient for row in analysis.pictures.calendar.rows],
    }
    whole = analysis.pictures.overview
    return about | shown | (_drawn(found, whole, view, known) if found and found.slices else {"part": None})


def _drawn(found: Overview, whole: Overview, view: View, known: list[Event]) -> dict[str, Any]:
    part = found.slices[0]
    return {
        "part": part,
        "total": portion(whole, view) or part,
        "drawn": _reports(part, found.incomplete_from) | {"events": _marks(known)},
        "by_district": _by_district(whole, view),
        "reports": overview_tables.reports((part,)),
        "stages": overview_tables.district_stages((part,)),
        "portions": overview_tables.portions(found),
    }


def _by_district(whole: Overview, view: View) -> list[dict[str, Any]]:
    """What the picture of the districts draws: the calls of each in the quarter and the tier, and where it leads."""
    rows = []
    for name in choices(whole).districts:
        one = portion(whole, replace(view, district=name))
        link = url_for("office.overview", **carried(replace(view, district="" if name == view.district else name)))
        if one:
            rows.append({"district": name, "calls": one.calls, "mothers": one.mothers, "href": link})
    return rows


def _marks(known: list[Event]) -> list[dict[str, Any]]:
    return [{"day": one.day.isoformat(), "number": number} for number, one in enumerate(known, 1)]


def _reports(part: Slice, incomplete_from: str | None) -> dict[str, Any]:
    """What the picture draws."""
    bins = [{"from_day": one.from_day, "happened": one.happened, "told": one.told} for one in part.bins]
    return {"rows": bins, "width": part.width, "incomplete_from": incomplete_from}
