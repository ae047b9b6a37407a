"""Saved findings and pictures as tables; nothing is computed, only laid out."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby

from portal.domain.finding import JOINER, Finding, Findings, Interval
from portal.domain.picture import Pictures, Staircase
from portal.web.charts import overview_tables
from portal.web.charts.table import Cell, Column, Kind, Table

SOURCES = Column("sources", Kind.SOURCES)
RECIPIENT = Column("recipient", Kind.SOURCES)
CALLS = Column("calls", Kind.COUNT)
ESTIMATE = (Column("estimate", Kind.RATIO), Column("low", Kind.RATIO), Column("high", Kind.RATIO))
VERDICT = Column("verdict", Kind.CODE, "verdict")


class NoSuchTable(LookupError):
    """The analysis holds no table of that name."""


def find(name: str, findings: Findings, pictures: Pictures) -> Table:
    """One table by its name."""
    build = BUILDERS.get(name)
    table = build(findings, pictures) if build else None
    if table is None:
        raise NoSuchTable(name)
    return table


def every(findings: Findings, pictures: Pictures) -> dict[str, Table]:
    """All tables that the analysis has."""
    built = (build(findings, pictures) for build in BUILDERS.values())
    return {table.name: table for table in built if table is not None}


def _findings(findings: Findings, _pictures: Pictures) -> Table:
    columns = (
        Column("source", Kind.SOURCES),
        VERDICT,
        Column("indistinguishable_from", Kind.SOURCES),
        Column("probability", Kind.RATIO),
        *_interval_columns("rate_ratio"),
        *_interval_columns("share"),
        Column("p_value", Kind.P_VALUE),
        Column("q_value", Kind.P_VALUE),
        Column("family_p_value", Kind.P_VALUE),
        Column("lag_days_median", Kind.NUMBER),
        Column("lag_days_low", Kind.NUMBER),
        Column("lag_days_high", Kind.NUMBER),
        Column("flip_number", Kind.NUMBER),
        Column("power", Kind.RATIO),
        Column("detectable_rate_ratio", Kind.RATIO),
    )
    return Table("findings", columns, tuple(_finding_row(one) for one in findings.sources))


def _finding_row(one: Finding) -> tuple[Cell, ...]:
    lag = (one.lag_days.median, one.lag_days.low, one.lag_days.high) if one.lag_days else (None, None, None)
    return (
        one.source,
        one.verdict.value,
        JOINER.join(one.indistinguishable_from),
        one.probability,
        *_interval_cells(one.rate_ratio),
        *_interval_cells(one.share),
        one.p_value,
        one.q_value,
        one.family_p_value,
        *lag,
        one.flip_number,
        one.power,
        one.detectable_rate_ratio,
    )


def _gate(findings: Findings, _pictures: Pictures) -> Table | None:
    columns = (
        Column("source", Kind.SOURCES),
        Column("check", Kind.CODE, "gate"),
        Column("passed", Kind.FLAG),
        *ESTIMATE,
    )
    rows = tuple(
        (one.source, check.name, check.passed, *_interval_cells(check.rate_ratio))
        for one in findings.sources
        for check in one.gate
    )
    return Table("gate", columns, rows) if rows else None


def _tiers(findings: Findings, _pictures: Pictures) -> Table | None:
    columns = (
        Column("source", Kind.SOURCES), Column("tiers", Kind.CODE, "tiers"), CALLS, *ESTIMATE, Column("z", Kind.RATIO)
    )  # fmt: skip
    rows = tuple(
        (one.source, ";".join(map(str, view.tiers)), view.calls, *_interval_cells(view.rate_ratio), view.z)
        for one in findings.sources
        for view in one.tiers
    )
    return Table("tiers", columns, rows) if rows else None


def _left_out(findings: Findings, _pictures: Pictures) -> Table | None:
    columns = (
        Column("source", Kind.SOURCES), Column("what", Kind.CODE, "left_out"), Column("tried", Kind.NUMBER),
        Column("which", Kind.TEXT), Column("z", Kind.RATIO), Column("stands", Kind.FLAG),
    )  # fmt: skip
    rows = tuple(
        (one.source, trial.what, trial.tried, trial.which, trial.z, trial.stands)
        for one in findings.sources
        for trial in one.left_out
    )
    return Table("left_out", columns, rows) if rows else None


def _placebo(findings: Findings, _pictures: Pictures) -> Table | None:
    null = findings.placebo
    if null is None:
        return None
    columns = [Column(name, Kind.RATIO) for name in ("mean", "spread", "median", "quantile_95", "quantile_99")]
    row = (null.schedules, null.mean, null.spread, null.median, null.quantile_95, null.quantile_99)
    return Table("placebo", (Column("schedules", Kind.COUNT), *columns), (row,))


def _forest(_findings: Findings, pictures: Pictures) -> Table:
    rows = tuple((JOINER.join(row.members), row.verdict, row.estimate, row.low, row.high) for row in pictures.forest)
    return Table("forest", (SOURCES, VERDICT, *ESTIMATE), rows)


def _lexis(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.lexis is None:
        return None
    columns = (Column("registered_from", Kind.DAY), Column("called_from", Kind.DAY), CALLS)
    squares = pictures.lexis.squares
    return Table("lexis", columns, tuple((one.registered_from, one.called_from, one.calls) for one in squares))


def _staircases(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.lexis is None:
        return None
    names = ("registered_from", "registered_until", "exported_on")
    columns = (RECIPIENT, *(Column(name, Kind.DAY) for name in names))
    rows = (step for staircase in pictures.lexis.staircases for step in _steps(staircase))
    return Table("staircases", columns, tuple(rows))


def _steps(staircase: Staircase) -> list[tuple[Cell, ...]]:
    """One row for each batch: registrations from … until (out), and the day on which they left."""
    steps: list[tuple[Cell, ...]] = []
    for exported, points in groupby(staircase.points, key=lambda point: point[1]):
        days = [registered for registered, _ in points]
        until = date.fromisoformat(days[-1]) + timedelta(days=1)
        steps.append((staircase.recipient, days[0], until.isoformat(), exported))
    return steps


def _lags(_findings: Findings, pictures: Pictures) -> Table:
    columns = (
        Column("source", Kind.SOURCES),
        Column("from_day", Kind.DAYS),
        Column("until_day", Kind.DAYS),
        CALLS,
        Column("mother_days", Kind.COUNT),
        Column("rate", Kind.RATIO),
        Column("rate_low", Kind.RATIO),
        Column("rate_high", Kind.RATIO),
    )
    rows = (
        (
            curve.source,
            one.from_day,
            one.until_day,
            one.calls,
            round(one.mother_days),
            one.rate,
            one.rate_low,
            one.rate_high,
        )
        for curve in pictures.lags
        for one in curve.bins
    )
    return Table("lags", columns, tuple(rows))


def _vendor_stage(_findings: Findings, pictures: Pictures) -> Table:
    columns = (Column("vendor", Kind.CODE, "vendor"), Column("stage", Kind.CODE, "stage"), CALLS)
    return Table("vendor_stage", columns, tuple((one.vendor, one.stage, one.calls) for one in pictures.vendor_stage))


def _calendar(_findings: Findings, pictures: Pictures) -> Table:
    columns = (RECIPIENT, Column("day", Kind.DAY), Column("planned", Kind.FLAG))
    rows = ((row.recipient, run.day, run.planned) for row in pictures.calendar.rows for run in row.runs)
    return Table("calendar", columns, tuple(rows))


def _weeks(_findings: Findings, pictures: Pictures) -> Table:
    weeks = pictures.calendar.weeks
    return Table("weeks", (Column("from_day", Kind.DAY), CALLS), tuple((week.from_day, week.calls) for week in weeks))


def _shares(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.shares is None:
        return None
    rows = tuple((JOINER.join(row.members), row.estimate, row.low, row.high) for row in pictures.shares)
    return Table("shares", (SOURCES, *ESTIMATE), rows)


def _knowledge(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.knowledge is None:
        return None
    counts = (Column(name, Kind.COUNT) for name in ("known_beyond", "known_within", "known_unknown"))
    columns = (Column("source", Kind.SOURCES), Column("log10_ratio", Kind.RATIO), *counts)
    rows = pictures.knowledge.rows
    return Table(
        "knowledge", columns, tuple((row.source, row.log10_ratio, row.beyond, row.within, row.unknown) for row in rows)
    )


def _apart(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.identifiability is None:
        return None
    columns = (
        *(Column(name, Kind.SOURCES) for name in ("one", "other")),
        Column("standing", Kind.CODE, "apart"),
        *(Column(name, Kind.RATIO) for name in ("overlap", "correlation", "told_ratio")),
        CALLS,
        Column("mothers", Kind.COUNT),
    )
    rows = (
        (JOINER.join(one.one), JOINER.join(one.other), one.standing, None if one.kept is None else 1 - one.kept,
         one.correlation, one.ratio, one.calls, one.mothers)
        for one in pictures.identifiability.pairs
    )  # fmt: skip
    return Table("apart", columns, tuple(rows))


def _power(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.identifiability is None:
        return None
    rows = ((JOINER.join(one.members), one.power, one.detectable) for one in pictures.identifiability.classes)
    return Table("power", (SOURCES, Column("power", Kind.RATIO), Column("detectable", Kind.RATIO)), tuple(rows))


def _interval_columns(name: str) -> Sequence[Column]:
    return [Column(f"{name}{part}", Kind.RATIO) for part in ("", "_low", "_high")]


def _interval_cells(interval: Interval | None) -> tuple[float | None, float | None, float | None]:
    return (interval.estimate, interval.low, interval.high) if interval else (None, None, None)


BUILDERS: dict[str, Callable[[Findings, Pictures], Table | None]] = {
    "findings": _findings,
    "gate": _gate,
    "tiers": _tiers,
    "left_out": _left_out,
    "placebo": _placebo,
    "forest": _forest,
    "lexis": _lexis,
    "staircases": _staircases,
    "lags": _lags,
    "vendor_stage": _vendor_stage,
    "calendar": _calendar,
    "weeks": _weeks,
    "shares": _shares,
    "apart": _apart,
    "power": _power,
    "knowledge": _knowledge,
    **overview_tables.BUILDERS,
}
