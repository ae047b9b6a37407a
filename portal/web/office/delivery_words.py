"""A delivery in the reader's language: its scope, its steps, and the note that leaves with it."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_date, gettext

from portal.domain.delivery import COLUMNS, Delivery
from portal.domain.period import as_local
from portal.web.office.blueprint import blueprint

A_DAY = timedelta(days=1)


@blueprint.app_template_filter("delivery_days")
def days_text(one: Delivery) -> str:
    """From the first day to the last, both in."""
    told = one.scope.told
    if told.days == 1:
        return gettext("delivery.day", day=format_date(told.start))
    return gettext("delivery.days", first=format_date(told.start), last=format_date(told.until - A_DAY))


@blueprint.app_template_filter("delivery_scope")
def scope_text(one: Delivery) -> str:
    """Which calls, in one line."""
    tiers = gettext(f"delivery.scope.{'verified' if one.scope.verified_only else 'all'}")
    place = one.scope.district or gettext("delivery.everywhere")
    return gettext("list.separator").join([days_text(one), place, tiers])


@blueprint.app_template_filter("delivery_steps")
def steps_of(one: Delivery) -> list[dict[str, Any]]:
    """What was done with it, oldest first: when, by whom of which unit."""
    steps = [_step("asked", one.asked_at, one.asked_by, one.asked_unit)]
    if one.decided_at:
        verb = "approved" if one.granted else "refused"
        steps.append(_step(verb, one.decided_at, one.decided_by or "", one.decided_unit or ""))
    if one.stopped_at:
        steps.append(_step("stopped", one.stopped_at, one.stopped_by or "", ""))
    if one.taken_at:
        steps.append(_step("taken", one.taken_at, one.asked_by, ""))
    return steps


def note_of(one: Delivery) -> str:
    """What stands with the rows: whose they are, that they are marked, and what must not be done with them."""
    names = [f"{column}{gettext('list.colon')}{gettext(f'delivery_column.{column}')}" for column in _columns(one)]
    taken = as_local(one.taken_at or one.asked_at)
    lines = [
        gettext("delivery.note.head", number=one.label, receiver=one.receiver.name),
        gettext("delivery.note.purpose", purpose=gettext(f"purpose.{one.receiver.purpose}"), document=one.document),
        gettext("delivery.note.left", at=f"{taken:%Y-%m-%d %H:%M}", rows=one.rows, scope=scope_text(one)),
        gettext("delivery.note.people", asked=one.asked_unit, decided=one.decided_unit or ""),
        gettext("delivery.note.marked"),
        gettext("delivery.note.seconds"),
        gettext("delivery.note.forbidden"),
        *names,
    ]
    return "\n".join(lines)


def _columns(one: Delivery) -> list[str]:
    return [column.value for column in COLUMNS[one.receiver.purpose]]


def _step(verb: str, at: datetime, by: str, unit: str) -> dict[str, Any]:
    who = gettext("delivery.of_unit", by=by, unit=unit) if unit else by
    return {"at": at, "text": gettext(f"delivery.step.{verb}", who=who)}
