"""Codes and names of an analysis in the reader's language, as filters for the office's templates."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, format_datetime, gettext

from portal.domain.disclosure import suppressed
from portal.domain.finding import JOINER, REGISTRATION, Reason, ReasonCode, WarningCode
from portal.domain.job import Job, JobState
from portal.domain.picture import KnowledgeRow, LagCurve
from portal.domain.vocabulary import Knew, Stage, VendorType
from portal.web.charts.table import Table
from portal.web.office.blueprint import blueprint

ISO_DAY_CHARACTERS = 10
NO_BREAK = "\N{NO-BREAK SPACE}"
LARGEST, SMALLEST = 1000.0, 0.01  # beyond which the digits of a ratio mean nothing
WORDED_BY = {ReasonCode.GATE_FAILED: "check", ReasonCode.FALLS_WITHOUT: "what"}  # the value that chooses the sentence
OTHER_COLUMNS = {one: f"exported.{one}" for one in ("phone", "district", "registered_on", "id_number", "other")}
OF_THE_DATA = frozenset(
    {
        WarningCode.REGISTRATION_IMPRECISE,
        WarningCode.CALLS_IMPRECISE,
        WarningCode.CALLS_OUTSIDE_OBSERVATION,
        WarningCode.DUE_DATE_MISSING,
        WarningCode.WEIGHED_LESS,
        WarningCode.REDUNDANT_COLUMNS,
        WarningCode.CLASSES_MERGED,
    }
)


@blueprint.app_template_filter("source_name")
def source_name(source: str) -> str:
    """A recipient by its name; the card registration in words."""
    return gettext("source.registration") if source == REGISTRATION else source


@blueprint.app_template_filter("source_names")
def source_names(sources: Iterable[str] | str) -> str:
    """Several sources, or the joined name of a class; no source at all is the background."""
    names = sources.split(JOINER) if isinstance(sources, str) else list(sources)
    named = [source_name(name) for name in names if name]
    return gettext("list.separator").join(named) if named else gettext("source.background")


@blueprint.app_template_filter("joined_sources")
def joined_sources(name: str) -> list[str]:
    """The sources of a joined name."""
    return name.split(JOINER)


@blueprint.app_template_filter("shown_count")
def shown_count(count: int) -> str:
    """A count of people or calls; a small one in words."""
    shown = suppressed(count)
    return gettext("shared.suppressed") if shown is None else f"{shown:,}"


@blueprint.app_template_filter("reason_text")
def reason_text(reason: Reason) -> str:
    """One reason as a sentence."""
    values = {name: _worded(name, value) for name, value in reason.values.items()}
    kind = reason.values.get(WORDED_BY.get(reason.code, ""))
    if reason.code is ReasonCode.POWER and reason.values.get("detectable") is None:
        kind = "no_ratio"
    return gettext(f"reason.{reason.code.value}.{kind}" if kind else f"reason.{reason.code.value}", **values)


@blueprint.app_template_filter("sentences")
def sentences(said: Iterable[str]) -> str:
    """Sentences as one text: a space between them, except behind a Chinese full stop, which brings its own."""
    text = ""
    for one in said:
        text += one if not text or text.endswith("。") else f" {one}"
    return text


@blueprint.app_template_filter("of_the_data")
def of_the_data(warnings: Iterable[WarningCode]) -> list[WarningCode]:
    """Warnings that say what was left out or joined; a reader may want them, nobody needs them at once."""
    return [warning for warning in warnings if warning in OF_THE_DATA]


@blueprint.app_template_filter("grave")
def grave(warnings: Iterable[WarningCode]) -> list[WarningCode]:
    """Warnings without which the finding would be misread; the divergence of tiers has a banner of its own."""
    return [warning for warning in warnings if warning not in OF_THE_DATA | {WarningCode.TIERS_DIVERGE}]


@blueprint.app_template_filter("iso_day")
def iso_day(day: str | None) -> str:
    """A day of a saved picture as people write it."""
    return format_date(date.fromisoformat(day)) if day else gettext("value.none")


@blueprint.app_template_filter("moment")
def moment(instant: datetime) -> str:
    """A day and a minute on Shanghai clocks."""
    return f"{format_date(instant)} {format_datetime(instant, 'HH:mm')}"


@blueprint.app_template_filter("p_value")
def p_value(value: float | None) -> str:
    """A probability of chance: small ones by their bound, since their digits mean nothing."""
    if value is None:
        return gettext("value.none")
    return gettext("value.tiny") if value < 0.0001 else f"{value:.2g}" if value < 0.1 else f"{value:.2f}"


def equal(value: float | None) -> str:
    """A p-value behind its letter: "= 0.02", "< 0.0001"; never broken over two lines."""
    text = p_value(value)
    return f"<{NO_BREAK}{text[1:]}" if text.startswith("<") else f"={NO_BREAK}{text}"


@blueprint.app_template_filter("multiple")
def multiple(value: float | None) -> str:
    """A ratio of rates."""
    if value is None:
        return gettext("value.none")
    if not SMALLEST <= value < LARGEST:
        return gettext("value.small") if value < SMALLEST else gettext("value.large")
    return f"{value:.2f}"


@blueprint.app_template_filter("chance")
def chance(value: float | None) -> str:
    """A probability in percent; what is not quite impossible is not called 0, nor what is not quite certain 100."""
    if value is None:
        return gettext("value.none")
    if 0 < value < 0.01:
        return gettext("value.chance_small")
    return gettext("value.chance_large") if 0.99 < value < 1 else f"{value:.0%}"


@blueprint.app_template_filter("percent")
def percent(value: float | None) -> str:
    """A part of the whole."""
    return gettext("value.none") if value is None else f"{value:.0%}"


@blueprint.app_template_filter("job_text")
def job_text(job: Job) -> str:
    """How far an analysis has come."""
    if job.state is JobState.RUNNING and job.step:
        return gettext(f"step.{job.step}")
    return gettext(f"job.{job.state.value}")


@blueprint.app_template_filter("plain")
def plain(picture: Any) -> Any:
    """A picture as plain values, for the data block beside a chart."""
    return [asdict(part) for part in picture] if isinstance(picture, tuple) else asdict(picture)


@blueprint.app_template_filter("code_words")
def code_words(codes: str, family: str) -> str:
    """Several codes of a family, joined by semicolons, as words."""
    return gettext("list.separator").join(gettext(f"{family}.{code}") for code in codes.split(";") if code)


@blueprint.app_template_filter("exported_words")
def exported_words(columns: Iterable[str]) -> str:
    """Columns of a file: the ones that we know in words, the others as they were registered."""
    known = {one.value: f"knew.{one.value}" for one in Knew} | OTHER_COLUMNS
    return gettext("list.separator").join(gettext(known[one]) if one in known else one for one in columns)


@blueprint.app_template_filter("only_sources")
def only_sources(table: Table, parts: Iterable[LagCurve | KnowledgeRow]) -> Table:
    """The rows of a table that belong to some of its sources."""
    wanted = {part.source for part in parts}
    return replace(table, rows=tuple(row for row in table.rows if row[0] in wanted))


def vocabulary() -> dict[str, str]:
    """The words that charts show for codes."""
    worded = {vendor.value: gettext(f"vendor.{vendor.value}") for vendor in VendorType}
    return worded | {stage.value: gettext(f"stage.{stage.value}") for stage in Stage}


def _worded(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("value.yes" if value else "value.no")
    if isinstance(value, list | tuple):
        return gettext("list.separator").join(_worded(name, item) for item in value)
    if isinstance(value, float):
        return NUMBERS.get(name, _three_digits)(value)
    if isinstance(value, int):
        return f"{value:,}"
    if value is None:
        return gettext("shared.suppressed" if name == "calls" else "value.none")
    return _worded_text(str(value))


def _three_digits(value: float) -> str:
    return f"{value:,.3g}"


def _worded_text(text: str) -> str:
    if len(text) == ISO_DAY_CHARACTERS and text[4] == text[7] == "-":
        return format_date(date.fromisoformat(text))
    return source_names(text)


# How the numbers of reasons read, by their names.
NUMBERS: dict[str, Callable[[float], str]] = {
    "p": equal,
    "power": chance,
    "probability": chance,
    "detectable": multiple,
}
