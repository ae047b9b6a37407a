"""Rows leave for an authority: asked for, approved by a second person, stopped by anybody, fetched once."""

from typing import Any
from uuid import UUID

from flask import Response, g, redirect, render_template, request, url_for

from portal.casework import deliveries as casework
from portal.casework import receivers
from portal.domain.access import Permission
from portal.domain.delivery import COLUMNS, FEWEST_MOTHERS, MOST_ROWS, Delivery, DeliveryRefused, DeliveryStage
from portal.web.context import now, services
from portal.web.forms.delivery import ApprovalForm, DeliveryForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.delivery_words import note_of
from portal.web.onward import onward

NOT_FOUND, CONFLICT, UNPROCESSABLE = 404, 409, 422
SEALED = "application/octet-stream"


@blueprint.get("/deliveries")
@requires(Permission.WATCH_EXPORTS)
def deliveries() -> str:
    store, at = services().store, now()
    listed = casework.listed(store=store)
    waiting = [one for one in listed if one.stage(at) is DeliveryStage.ASKED]
    under_way = [one for one in listed if one.stage(at) in (DeliveryStage.DELAYED, DeliveryStage.OPEN)]
    done = [one for one in listed if one not in waiting and one not in under_way]
    groups = {"waiting": waiting, "under_way": under_way, "done": done}
    return render_template(
        "office/deliveries.html", groups=groups, at=at, lacking=_lacking(), most_rows=MOST_ROWS,
        delay=services().settings.delivery_delay,
    )  # fmt: skip


@blueprint.get("/deliveries/new")
@requires(Permission.REQUEST_EXPORT)
def new_delivery() -> Any:
    return _request_page(DeliveryForm())


@blueprint.post("/deliveries/new")
@requires(Permission.REQUEST_EXPORT, fresh=True)
def ask_delivery() -> Any:
    form = _offered(DeliveryForm(request.form))
    if not form.validate():
        return _request_page(form, UNPROCESSABLE)
    try:
        asked = casework.ask(**form.to_request(), by=g.staff, at=now(), store=services().store)
    except DeliveryRefused as refused:
        return _request_page(form, CONFLICT, problem=refused.why)
    return redirect(url_for("office.delivery", delivery_id=asked), 303)


@blueprint.get("/deliveries/<uuid:delivery_id>")
@requires(Permission.WATCH_EXPORTS)
def delivery(delivery_id: UUID) -> Any:
    return _page(delivery_id)


@blueprint.get("/deliveries/<uuid:delivery_id>/<any(decision, stop, file):_delivery_step>")
@requires(Permission.WATCH_EXPORTS)
def after_delivery(delivery_id: UUID, _delivery_step: str) -> Any:
    """Choosing a language or reloading leads back to the delivery: a file is fetched by nobody's accident."""
    return onward("office.delivery", delivery_id=delivery_id)


@blueprint.post("/deliveries/<uuid:delivery_id>/decision")
@requires(Permission.APPROVE_EXPORT, fresh=True)
def decide_delivery(delivery_id: UUID) -> Any:
    said = ApprovalForm(request.form).to_decision()
    return _done(casework.decide, delivery_id, **said, delay=services().settings.delivery_delay)


@blueprint.post("/deliveries/<uuid:delivery_id>/stop")
@requires(Permission.WATCH_EXPORTS)
def stop_delivery(delivery_id: UUID) -> Any:
    """Without a new proof: what hinders a leak must be easy."""
    return _done(casework.stop, delivery_id)


@blueprint.post("/deliveries/<uuid:delivery_id>/file")
@requires(Permission.REQUEST_EXPORT, fresh=True)
def fetch_delivery(delivery_id: UUID) -> Any:
    running = services()
    try:
        fetched = casework.take(
            delivery_id, by=g.staff, at=now(), store=running.store, vault=running.vault, note=note_of
        )
    except casework.DeliveryMissing:
        return _missing()
    except DeliveryRefused as refused:
        return _page(delivery_id, CONFLICT, refused.why)
    answer = Response(fetched.content, mimetype=SEALED)
    answer.headers["Content-Disposition"] = f'attachment; filename="{fetched.name}"'
    return answer


def _done(verb: Any, delivery_id: UUID, **how: Any) -> Any:
    try:
        verb(delivery_id, by=g.staff, at=now(), store=services().store, **how)
    except casework.DeliveryMissing:
        return _missing()
    except DeliveryRefused as refused:
        return _page(delivery_id, CONFLICT, refused.why)
    return redirect(url_for("office.delivery", delivery_id=delivery_id), 303)


def _page(delivery_id: UUID, answer: int = 200, problem: str = "") -> Any:
    try:
        found: Delivery = casework.read(delivery_id, store=services().store)
    except casework.DeliveryMissing:
        return _missing()
    page = render_template(
        "office/delivery.html", one=found, at=now(), stage=found.stage(now()), form=ApprovalForm(), problem=problem,
        columns=COLUMNS[found.receiver.purpose], lacking=_lacking(), delay=services().settings.delivery_delay,
    )  # fmt: skip
    return page, answer


def _request_page(form: DeliveryForm, answer: int = 200, problem: str = "") -> Any:
    page = render_template(
        "office/new_delivery.html", form=_offered(form), problem=problem, lacking=_lacking(), columns=COLUMNS,
        most_rows=MOST_ROWS, fewest=FEWEST_MOTHERS, receivers=receivers.in_use(store=services().store),
    )  # fmt: skip
    return page, answer


def _offered(form: DeliveryForm) -> DeliveryForm:
    store = services().store
    form.offer(receivers.in_use(store=store), casework.districts(store=store))
    return form


def _lacking() -> str | None:
    """What whoever looks still needs before taking part; nothing for those who only watch."""
    if not (g.staff.may(Permission.REQUEST_EXPORT) or g.staff.may(Permission.APPROVE_EXPORT)):
        return None
    return casework.ready(g.staff, store=services().store)


def _missing() -> Any:
    return render_template("shared/error.html", code=NOT_FOUND), NOT_FOUND
