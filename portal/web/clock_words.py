"""The legal clock in the reader's language, on both faces: the next day that counts, and why it is that day."""

from typing import Any

from flask import Flask
from flask_babel import format_date, gettext

from portal.domain import deadline
from portal.domain.deadline import Clock, DueDay
from portal.domain.period import local_day
from portal.web.context import now


def register(app: Flask) -> None:
    """Offer the filters to all templates."""
    app.add_template_filter(deadline.next_due, "next_due")
    app.add_template_filter(overdue_of, "overdue_of")
    app.add_template_filter(why_day, "why_day")


def overdue_of(clock: Clock | None) -> list[deadline.Overdue]:
    """The terms that have run out by today."""
    return deadline.overdue(clock, local_day(now())) if clock else []


def why_day(end: DueDay) -> str:
    """The whole computation of a day as one sentence."""
    start, day = format_date(end.start, "long"), format_date(end.day, "long")
    own = end.count - end.extended
    parts = [gettext(f"clock.why.{end.duty.value}.{end.unit.value}", start=start, count=own)]
    parts += [gettext(f"clock.why.{name}", count=count) for name, count in _added(end) if count]
    parts.append(gettext("clock.why.until", day=day))
    if end.provisional:
        parts.append(gettext("clock.why.provisional"))
    return gettext("clock.why.join").join(parts) + gettext("clock.why.end")


def _added(end: DueDay) -> list[tuple[str, Any]]:
    return [
        ("extended", end.extended),
        ("paused", end.paused),
        ("days_off", end.days_off),
        ("made_up", end.made_up),
    ]
