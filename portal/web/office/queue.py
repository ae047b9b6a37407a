"""The queue: narrowed by its address, searches under a name, and who handles what."""

from typing import Any
from urllib.parse import parse_qsl

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.casework import assignments, identity, queue
from portal.casework.complaints import ComplaintMissing
from portal.domain.access import Permission
from portal.domain.period import local_day
from portal.domain.report import Status
from portal.domain.vocabulary import Stage, VendorType
from portal.web.context import now, services
from portal.web.forms.queue import NOBODY, QueueForm, SearchForm, to_id
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint

LONGEST_QUERY = 500
BAD_REQUEST, CONFLICT, UNPROCESSABLE = 400, 409, 422


@blueprint.get("/complaints")
@requires(Permission.VIEW_QUEUE)
def complaints() -> Any:
    return _queue(QueueForm(request.args))


@blueprint.post("/complaints/assign")
@requires(Permission.SUPERVISE)
def assign() -> Any:
    form, to = _filter_of_form(), request.form.get("to", "")
    chosen = [found for typed in request.form.getlist("chosen") if (found := to_id(typed))]
    if not chosen or (to != NOBODY and to_id(to) is None):
        return _queue(form, UNPROCESSABLE, problem="assign.missing")
    try:
        count = assignments.assign(chosen, to=to_id(to), by=g.staff.login, at=now(), store=services().store)
    except (ComplaintMissing, assignments.CannotHandle, assignments.TooMany):
        return _queue(form, CONFLICT, problem="assign.refused")
    flash(str(count))
    return redirect(url_for("office.complaints", **form.to_address()), 303)


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


@blueprint.get("/complaints/<any(assign, searches):_queue_step>")
@requires(Permission.VIEW_QUEUE)
def after_queue_step(_queue_step: str) -> Any:
    """Where a step was answered with a page, choosing a language or reloading leads back to the queue."""
    return redirect(url_for("office.complaints", **request.args))


@blueprint.get("/team")
@requires(Permission.SUPERVISE)
def team() -> Any:
    return _team()


@blueprint.post("/team")
@requires(Permission.SUPERVISE)
def hand_over() -> Any:
    leaving, to = to_id(request.form.get("leaving")), to_id(request.form.get("to"))
    if leaving is None or to is None or leaving == to:
        return _team(UNPROCESSABLE, problem="team.missing")
    try:
        count = assignments.hand_over(leaving, to=to, by=g.staff.login, at=now(), store=services().store)
    except assignments.CannotHandle:
        return _team(CONFLICT, problem="assign.refused")
    flash(str(count))
    return redirect(url_for("office.team"), 303)


def _filter_of_form() -> QueueForm:
    """The filter under which the page stood that was sent."""
    query = request.form.get("query", "")
    if len(query) > LONGEST_QUERY:
        abort(BAD_REQUEST)
    return QueueForm(MultiDict(parse_qsl(query)))


def _queue(form: QueueForm, answer: int = 200, **context: Any) -> tuple[str, int]:
    running, today = services(), local_day(now())
    which = form.to_filter(g.staff)
    page = queue.browse(which, page=form.to_page(), today=today, store=running.store, terms=running.legal_terms)
    return render_template(
        "office/complaints.html",
        **({"search_form": SearchForm()} | context),
        page=page, form=form, which=which, choices=queue.choices(g.staff, store=running.store), today=today,
        statuses=list(Status), stages=list(Stage), vendors=list(VendorType),
    ), answer  # fmt: skip


def _team(answer: int = 200, **context: Any) -> tuple[str, int]:
    running = services()
    loads = assignments.team(today=local_day(now()), terms=running.legal_terms, store=running.store)
    waiting = identity.waiting(at=now(), store=running.store)
    return render_template("office/team.html", loads=loads, waiting=waiting, **context), answer
