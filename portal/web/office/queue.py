"""The queue: narrowed by its address, searches under a name, and who handles what."""

from typing import Any
from urllib.parse import parse_qsl

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from portal.casework import assignments, identity, opening, queue
from portal.casework.complaints import ComplaintMissing
from portal.casework.desk import KeptAway
from portal.domain.access import Permission
from portal.domain.period import local_day
from portal.domain.report import Status
from portal.domain.vocabulary import Stage, VendorType
from portal.web.context import now, services
from portal.web.forms.queue import AssignForm, HandOverForm, QueueForm, SearchForm, TakeUpForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.onward import onward

LONGEST_QUERY = 500
BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 400, 403, 404, 409, 422


@blueprint.get("/complaints")
@requires(Permission.VIEW_QUEUE)
def complaints() -> Any:
    return _queue(QueueForm(request.args))


@blueprint.post("/complaints/assign")
@requires(Permission.SUPERVISE)
def assign() -> Any:
    form, sent = _filter_of_form(), AssignForm(request.form)
    if not sent.validate():
        return _queue(form, UNPROCESSABLE, problem="assign.missing")
    try:
        count = assignments.assign(
            sent.to_complaints(), to=sent.to_officer(), by=g.staff.login, at=now(), store=services().store
        )
    except (ComplaintMissing, assignments.CannotHandle, assignments.TooMany):
        return _queue(form, CONFLICT, problem="assign.refused")
    except KeptAway:
        return _queue(form, CONFLICT, problem="assign.interest")
    flash(gettext("assign.done", count=count))
    return redirect(url_for("office.complaints", **form.to_address()), 303)


@blueprint.post("/complaints/take-up")
@requires(Permission.HANDLE_COMPLAINT)
def take_up() -> Any:
    """No page of the complaint yet: it opens to whoever has taken it up."""
    chosen = TakeUpForm(request.form).to_complaint()
    if chosen is None:
        abort(NOT_FOUND)
    try:
        assignments.take_up(chosen, member=g.staff, at=now(), store=services().store)
    except assignments.HandledAlready:
        return _queue(_filter_of_form(), CONFLICT, problem="take_up.faster")
    except KeptAway:
        return render_template("office/kept_away.html", complaint_id=chosen), FORBIDDEN
    return redirect(url_for("office.complaint", complaint_id=chosen), 303)


@blueprint.post("/complaints/searches")
@requires(Permission.VIEW_QUEUE)
def save_search() -> Any:
    form, search = _filter_of_form(), SearchForm(request.form)
    if not search.validate():
        return _queue(form, UNPROCESSABLE, search_form=search)
    try:
        queue.save_search(search.to_search(form.to_query()), member=g.staff, at=now(), store=services().store)
    except queue.TooManySearches:
        return _queue(form, CONFLICT, problem="queue.save.too_many")
    return redirect(url_for("office.complaints", **form.to_address()), 303)


@blueprint.post("/complaints/searches/forget")
@requires(Permission.VIEW_QUEUE)
def forget_search() -> Any:
    queue.forget_search(request.form.get("name", ""), member=g.staff, at=now(), store=services().store)
    return redirect(url_for("office.complaints"), 303)


@blueprint.get("/complaints/<any(assign, searches, 'take-up'):_queue_step>")
@requires(Permission.VIEW_QUEUE)
def after_queue_step(_queue_step: str) -> Any:
    """Where a step was answered with a page, choosing a language or reloading leads back to the queue."""
    return onward("office.complaints")


@blueprint.get("/team")
@requires(Permission.SUPERVISE)
def team() -> Any:
    return _team()


@blueprint.post("/team")
@requires(Permission.SUPERVISE)
def hand_over() -> Any:
    form = HandOverForm(request.form)
    if not form.validate():
        return _team(UNPROCESSABLE, problem="team.missing")
    leaving, to = form.to_members()
    try:
        done = assignments.hand_over(leaving, to=to, by=g.staff.login, at=now(), store=services().store)
    except assignments.CannotHandle:
        return _team(CONFLICT, problem="assign.refused")
    flash(gettext("assign.done", count=done.moved))
    if done.kept_back:
        flash(gettext("team.kept_back", count=done.kept_back))
    return redirect(url_for("office.team"), 303)


def _filter_of_form() -> QueueForm:
    """The filter under which the page stood that was sent."""
    query = request.form.get("query", "")
    if len(query) > LONGEST_QUERY:
        abort(BAD_REQUEST)
    return QueueForm(MultiDict(parse_qsl(query)))


def _queue(form: QueueForm, answer: int = 200, **context: Any) -> tuple[str, int]:
    running, today = services(), local_day(now())
    choices = queue.choices(g.staff, store=running.store)
    misread = form.misread(choices.districts, choices.hospitals)
    which = form.to_filter(g.staff, misread)
    page = queue.browse(
        which, page=form.to_page(), today=today, store=running.store, terms=running.legal_terms, member=g.staff
    )
    return render_template(
        "office/complaints.html",
        **({"search_form": SearchForm()} | context),
        page=page, form=form, which=which, misread=misread, choices=choices, today=today,
        statuses=list(Status), stages=list(Stage), vendors=list(VendorType),
    ), answer  # fmt: skip


def _team(answer: int = 200, **context: Any) -> tuple[str, int]:
    running = services()
    loads = assignments.team(today=local_day(now()), terms=running.legal_terms, store=running.store)
    waiting = identity.waiting(at=now(), store=running.store)
    names = {load.member.login: load.member.name for load in loads}
    alarms = opening.alarms(at=now(), store=running.store)
    return render_template(
        "office/team.html", loads=loads, waiting=waiting, alarms=alarms, names=names, **context
    ), answer
