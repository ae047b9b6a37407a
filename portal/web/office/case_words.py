"""Complaints, calls and deeds in the reader's language, as filters for the office's templates."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import format_date, format_datetime, gettext

from portal.casework.complaints import CaseFile
from portal.casework.queue import QueueRow
from portal.domain.journal import REPORTER, Entry
from portal.domain.period import end_of, local_day
from portal.domain.phone import masked
from portal.domain.pregnancy import stage_on
from portal.domain.report import Call
from portal.domain.vocabulary import Knew, OtherHolder, Precision, Stage
from portal.web.clock_words import overdue_of
from portal.web.office.blueprint import blueprint
from portal.web.office.staff_words import actor_of

SHORT_ID_CHARACTERS = 8
HOURS = "HH:mm"
AN_INSTANT = timedelta(microseconds=1)
SAID = ("number_origin", "stop_request", "phone_owner", "voice", "time_source")
CLOCK = {Precision.MINUTE: "HH:mm", Precision.HOUR: "HH:00"}


@blueprint.app_template_filter("short_id")
def short_id(complaint_id: UUID) -> str:
    """Enough of a complaint's id to talk about it."""
    return complaint_id.hex[:SHORT_ID_CHARACTERS].upper()


blueprint.add_app_template_filter(masked)


@blueprint.app_template_filter("stage_of")
def stage_of(row: QueueRow) -> Stage | None:
    """The stage in which she last told something."""
    card = row.complaint.card
    return stage_on(local_day(row.last_contact), due_on=card.due_on, born_on=card.born_on)


@blueprint.app_template_filter("called_text")
def called_text(call: Call) -> str:
    """When a call came, as exactly as she knows it and no more."""
    day = format_date(call.called_at)
    if call.called_until is not None:
        end = format_date(call.called_until - AN_INSTANT)
        hours = f"{day} {format_datetime(call.called_at, HOURS)}–{format_datetime(call.called_until, HOURS)}"
        return hours if end == day else f"{day} – {end}"
    if call.precision in (Precision.WEEK, Precision.MONTH):
        return gettext(f"case.about.{call.precision.value}", day=day)
    if call.precision is Precision.DAY:
        return day
    return f"{day} {format_datetime(call.called_at, CLOCK[call.precision])}"


@blueprint.app_template_filter("said_facts")
def said_facts(call: Call) -> list[dict[str, Any]]:
    """What was said on the phone, as far as she told."""
    told = ((family, getattr(call, family)) for family in SAID)
    return [
        {"label": gettext(f"line.{family}"), "value": gettext(f"{family}.{code.value}")}
        for family, code in told
        if code is not None
    ]


@blueprint.app_template_filter("knew_text")
def knew_text(knew: frozenset[Knew] | None) -> str:
    """What the caller already knew."""
    if knew is None:
        return gettext("value.not_told")
    named = [gettext(f"knew.{item.value}") for item in Knew if item in knew]
    return gettext("list.separator").join(named) if named else gettext("case.knew_nothing")


@blueprint.app_template_filter("card_facts")
def card_facts(case: CaseFile) -> list[dict[str, Any]]:
    """The card registration as she knows it."""
    complaint, card = case.complaint, case.complaint.card
    unknown = gettext("value.not_told")
    return [
        {"label": gettext("case.hospital"), "value": card.hospital or unknown},
        {"label": gettext("case.registered_on"), "value": _day(card.registered_on, card.registered_precision)},
        {"label": gettext("case.due_on"), "value": _day(card.due_on, card.due_precision)},
        {"label": gettext("case.born_on"), "value": format_date(card.born_on) if card.born_on else unknown},
        {"label": gettext("queue.tier"), "value": gettext(f"tier.{complaint.tier.value}")},
        {"label": gettext("case.filed_by"), "value": gettext(f"filed_by.{complaint.filed_by.value}")},
        {"label": gettext("case.other_holders"), "value": _holders(complaint.other_holders)},
        {"label": gettext("case.origin"), "value": gettext(f"origin.{complaint.origin.value}")},
        {"label": gettext("case.may_publish"), "value": gettext("value.yes" if complaint.may_publish else "value.no")},
    ]


@blueprint.app_template_filter("deed_text")
def deed_text(deed: Entry) -> str:
    """One line of a complaint's history."""
    actor = gettext("deed.reporter") if deed.actor == REPORTER else actor_of(deed)
    said = gettext(f"deed.{deed.verb}", actor=actor)
    plain = deed.details.get("to") or deed.details.get("case")
    if plain:
        return said + gettext("list.colon") + plain
    code = _code_of(deed)
    return f"{said}{gettext('list.colon')}{gettext(code)}" if code else said


@blueprint.app_template_filter("history")
def history(case: CaseFile) -> list[dict[str, Any]]:
    """What was done, and where a term ran out between the deeds, oldest first."""
    deeds = [{"at": deed.at, "text": deed_text(deed)} for deed in case.deeds]
    late = [
        {"at": end_of(term.day) + AN_INSTANT, "text": gettext(f"clock.event.{term.duty.value}")}
        for term in overdue_of(case.clock)
    ]
    return sorted(deeds + late, key=lambda event: event["at"])


def _holders(told: frozenset[OtherHolder] | None) -> str:
    if told is None:
        return gettext("value.not_told")
    named = [gettext(f"other_holder.{item.value}") for item in OtherHolder if item in told]
    return gettext("list.separator").join(named) if named else gettext("others.nobody")


def _code_of(deed: Entry) -> str | None:
    """The code that a deed carries, as the key of its wording."""
    families = {
        "note": "closing", "reason": "opening", "how": "withdrawal", "basis": "basis", "pause": "pause",
        "extension": "extension", "link": "link", "because": "hold_reason",
        "removal": "note_removal",
    }  # fmt: skip
    return next((f"{family}.{deed.details[name]}" for name, family in families.items() if name in deed.details), None)


def _day(day: Any, precision: Any) -> str:
    if day is None:
        return gettext("value.not_told")
    exact = precision.value == Precision.DAY.value
    return format_date(day) if exact else gettext(f"case.about.{precision.value}", day=format_date(day))
