"""One complaint's trail: when her record went where, and her calls, on one line of time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import g, render_template, request

from portal.casework import trails
from portal.casework.trails import Traced
from portal.domain.access import Permission
from portal.domain.period import local_day
from portal.domain.report import Call
from portal.domain.timeline import bands_of, span_of, weeks_of
from portal.domain.trail import exactly_registered
from portal.web import strip
from portal.web.context import now, services
from portal.web.forms.office import TrailForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import UNPROCESSABLE, page_of
from portal.web.office.desk import at_desk

WIDE, NARROW = 960.0, strip.WIDTH  # on a desk, on a phone


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of the table: a registration (neither field set), a file to recipients, or a call."""

    day: date
    recipients: tuple[str, ...] = ()
    planned: bool = False
    call: Call | None = None


@blueprint.post("/complaints/<uuid:complaint_id>/trail")
@requires(Permission.VIEW_QUEUE)
@at_desk
def trail(complaint_id: UUID) -> Any:
    form = TrailForm(request.form)
    if not form.validate():
        return page_of(complaint_id, UNPROCESSABLE, trail_form=form)
    traced = trails.look(complaint_id, reason=form.to_reason(), by=g.staff.login, at=now(), store=services().store)
    return render_template("office/trail.html", **_shown(traced, local_day(now())), reason=form.to_reason())


def _shown(traced: Traced, today: date) -> dict[str, Any]:
    card, calls = traced.complaint.card, sorted(traced.calls, key=lambda call: call.called_at)
    if traced.complaint.pregnancy_ended:
        card = replace(card, due_on=None, born_on=None)
    span = span_of(weeks_of(calls, [], card), card, today)
    placed = {"registered_on": card.registered_on, "today": today}
    bands = bands_of(span, card)
    return {
        "traced": traced,
        "exact": exactly_registered(card),
        "happenings": sorted(_happenings(traced), key=lambda one: (one.day, one.call is not None)),
        "numbers": {call.id: number for number, call in enumerate(calls, start=1)},
        "drawings": {
            css: strip.traced(calls, traced.trails, span, bands, width=width, **placed)
            for css, width in (("own-time-wide", WIDE), ("own-time-narrow", NARROW))
        },
    }


def _happenings(traced: Traced) -> Iterator[Happening]:
    if traced.complaint.card.registered_on:
        yield Happening(traced.complaint.card.registered_on)
    for way in traced.trails:
        for leaving in way.leavings:
            yield Happening(leaving.day, way.recipients, leaving.planned)
    for call in traced.calls:
        yield Happening(local_day(call.called_at), call=call)
