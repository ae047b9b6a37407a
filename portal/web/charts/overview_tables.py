"""The tables of the overview, the paths and the parties; as everywhere, only laid out."""

from collections.abc import Callable

from portal.domain.finding import JOINER, Findings
from portal.domain.overview import Overview, Slice
from portal.domain.picture import Pictures
from portal.domain.vendor_group import Party, Vendors
from portal.web.charts.table import Cell, Column, Kind, Table

BETWEEN = ";"
DISTRICT, PARTY = Column("district", Kind.TEXT), Column("party", Kind.DAYS)
RECIPIENT = Column("recipient", Kind.SOURCES)
CALLS, MOTHERS = Column("calls", Kind.COUNT), Column("mothers", Kind.COUNT)
STAGE, VENDOR = Column("stage", Kind.CODE, "stage"), Column("vendor", Kind.CODE, "vendor")
REPORTS = (
    DISTRICT, Column("from_day", Kind.DAY), Column("width", Kind.DAYS),
    *(Column(name, Kind.COUNT) for name in ("happened", "on_days", "people", "told")),
)  # fmt: skip
PLACES = (
    Column("place", Kind.TEXT), DISTRICT, MOTHERS, CALLS, Column("registrations", Kind.NUMBER),
    Column("reporters", Kind.NUMBER),
    *(Column(name, Kind.NUMBER) for name in ("per_thousand", "per_thousand_low", "per_thousand_high")),
    Column("counted_by", Kind.CODES, "basis"), Column("counted_from", Kind.DAY), Column("counted_until", Kind.DAY),
    Column("counted_days", Kind.DAYS),
)  # fmt: skip


def reports(slices: tuple[Slice, ...]) -> Table:
    """Reports over time, slice by slice."""
    rows = (
        (one.district, part.from_day, one.width, part.happened, part.days, part.people, part.told)
        for one in slices
        for part in one.bins
    )
    return Table("reports", REPORTS, tuple(rows))


def district_stages(slices: tuple[Slice, ...]) -> Table:
    """What was sold in which stage, slice by slice."""
    rows = ((one.district, cell.vendor, cell.stage, cell.calls) for one in slices for cell in one.vendor_stage)
    return Table("district_stages", (DISTRICT, VENDOR, STAGE, CALLS), tuple(rows))


def portions(found: Overview) -> Table:
    """Mothers, days and calls by district, quarter and tier, with their totals."""
    columns = (
        DISTRICT, Column("quarter", Kind.TEXT), Column("tier", Kind.CODE, "tier"),
        MOTHERS, Column("on_days", Kind.COUNT), CALLS,
    )  # fmt: skip
    rows = (
        (one.district, one.quarter, "all" if one.tier is None else one.tier, one.mothers, one.days, one.calls)
        for one in found.portions
    )
    return Table("portions", columns, tuple(rows))


def places(found: Overview) -> Table:
    """Hospitals and districts."""
    rows = (
        (
            one.name, one.district, one.mothers, one.calls, one.registrations, one.reporters, one.rate, one.low,
            one.high, one.basis or "", one.counted_from, one.counted_until, one.counted_days,
        )
        for one in found.places
    )  # fmt: skip
    return Table("places", PLACES, tuple(rows))


def _of_overview(lay: Callable[[Overview], Table]) -> Callable[[Findings, Pictures], Table | None]:
    return lambda _findings, pictures: None if pictures.overview is None else lay(pictures.overview)


def _of_vendors(lay: Callable[[Vendors], Table]) -> Callable[[Findings, Pictures], Table | None]:
    return lambda _findings, pictures: None if pictures.vendors is None else lay(pictures.vendors)


def _paths(_findings: Findings, pictures: Pictures) -> Table | None:
    found = pictures.paths
    if found is None:
        return None
    columns = (
        RECIPIENT, Column("since", Kind.DAY), Column("until", Kind.DAY), Column("runs", Kind.DAYS),
        Column("columns", Kind.TEXT), Column("districts", Kind.TEXT), Column("hospitals", Kind.TEXT),
        Column("onward", Kind.TEXT),
    )  # fmt: skip
    rows = (
        (
            path.recipient,
            one.since,
            one.until,
            one.runs,
            *map(BETWEEN.join, (one.columns, one.districts, one.hospitals, found.onward_of([path.recipient]))),
        )
        for path in found.paths
        for one in path.versions
    )
    return Table("paths", columns, tuple(rows))


def _handovers(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.paths is None:
        return None
    columns = (
        RECIPIENT, Column("onward", Kind.TEXT), Column("since", Kind.DAY), Column("until", Kind.DAY),
        Column("columns", Kind.TEXT),
    )  # fmt: skip
    rows = (
        (path.recipient, link.onward, link.since, link.until, BETWEEN.join(link.columns))
        for path in pictures.paths.paths
        for link in path.onward
    )
    return Table("handovers", columns, tuple(rows))


def _path_runs(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.paths is None:
        return None
    columns = (
        RECIPIENT, Column("day", Kind.DAY), Column("run", Kind.CODE, "run"), Column("planned_on", Kind.DAY),
        Column("late_days", Kind.DAYS), Column("registered_from", Kind.DAY), Column("registered_until", Kind.DAY),
        Column("rows", Kind.NUMBER),
    )  # fmt: skip
    rows = (
        (path.recipient, one.day, one.standing, one.planned_on, one.late_days, one.registered_from,
         one.registered_until, one.rows)
        for path in pictures.paths.paths
        for one in path.runs
    )  # fmt: skip
    return Table("path_runs", columns, tuple(rows))


def _alarms(_findings: Findings, pictures: Pictures) -> Table | None:
    if pictures.alarms is None:
        return None
    columns = (
        Column("sources", Kind.SOURCES), Column("raised_on", Kind.DAY), Column("onset", Kind.DAY),
        Column("alarm_days", Kind.DAYS), Column("trials", Kind.COUNT), Column("exposed", Kind.COUNT),
        Column("expected", Kind.NUMBER),
    )  # fmt: skip
    rows = (
        (JOINER.join(one.members), one.raised_on, one.onset, one.days, one.trials, one.exposed, one.expected)
        for one in pictures.alarms.classes
    )
    return Table("alarms", columns, tuple(rows))


def _parties(found: Vendors) -> Table:
    columns = (
        PARTY, VENDOR, Column("kinds", Kind.CODES, "caller"), Column("lines", Kind.DAYS),
        Column("wordings", Kind.DAYS), MOTHERS, Column("on_days", Kind.COUNT), CALLS,
        Column("first_day", Kind.DAY), Column("last_day", Kind.DAY),
    )  # fmt: skip
    rows = (
        (one.number, one.trade, BETWEEN.join(one.kinds), one.lines, one.wordings, one.mothers, one.days, one.calls,
         one.first_day, one.last_day)
        for one in found.parties
    )  # fmt: skip
    return Table("parties", columns, tuple(rows))


def of_party(name: str, parties: tuple[Party, ...]) -> Table:
    """One cut of the calls of some parties: `party_stages`, `party_hospitals` or `party_recipients`."""
    columns, cut = CUTS[name]
    return Table(name, (PARTY, *columns), tuple((one.number, *row) for one in parties for row in cut(one)))


def together(found: Vendors, number: int | None = None) -> Table:
    """Pairs of parties that share mothers; those of one party if it is named."""
    columns = (
        PARTY, Column("other_party", Kind.DAYS), MOTHERS, Column("expected", Kind.NUMBER),
        Column("times_expected", Kind.NUMBER), Column("q_value", Kind.P_VALUE),
    )  # fmt: skip
    rows = (
        (one.one, one.other, one.mothers, one.expected, one.ratio, one.q_value)
        for one in found.together
        if number in (None, one.one, one.other)
    )
    return Table("together", columns, tuple(rows))


def circles(found: Vendors) -> Table:
    """Parties as the picture has them: what makes each one, with whom it shares a list, and where it lies above all."""
    columns = (
        PARTY, VENDOR, Column("lines", Kind.DAYS), Column("wordings", Kind.DAYS), Column("joints", Kind.CODES, "joint"),
        MOTHERS, CALLS, Column("same_list", Kind.TEXT), Column("above_recipients", Kind.TEXT),
        Column("above_hospitals", Kind.TEXT),
    )  # fmt: skip
    rows = (
        (
            one.number, one.trade, one.lines, one.wordings, BETWEEN.join(one.joints), one.mothers, one.calls,
            BETWEEN.join(map(str, found.partners(one.number))), BETWEEN.join(found.recipients_above(one)),
            BETWEEN.join(found.hospitals_above(one)),
        )
        for one in found.by_list
    )  # fmt: skip
    return Table("circles", columns, tuple(rows))


def _party_cut(name: str) -> Callable[[Findings, Pictures], Table | None]:
    return _of_vendors(lambda found: of_party(name, found.parties))


CUTS: dict[str, tuple[tuple[Column, ...], Callable[[Party], list[tuple[Cell, ...]]]]] = {
    "party_stages": ((STAGE, CALLS), lambda one: [(cell.stage, cell.calls) for cell in one.stages]),
    "party_hospitals": (
        (Column("hospital", Kind.TEXT), CALLS),
        lambda one: [(at.name, at.calls) for at in one.hospitals],
    ),
    "party_recipients": (
        (RECIPIENT, CALLS, Column("part", Kind.RATIO)),
        lambda one: [(held.recipient, held.calls, held.share) for held in one.recipients],
    ),
}
BUILDERS: dict[str, Callable[[Findings, Pictures], Table | None]] = {
    "reports": _of_overview(lambda found: reports(found.slices)),
    "district_stages": _of_overview(lambda found: district_stages(found.slices)),
    "portions": _of_overview(portions),
    "places": _of_overview(places),
    "alarms": _alarms,
    "paths": _paths,
    "path_runs": _path_runs,
    "handovers": _handovers,
    "parties": _of_vendors(_parties),
    "together": _of_vendors(together),
    "circles": _of_vendors(circles),
    **{name: _party_cut(name) for name in CUTS},
}
# By which fields of a view a table can be narrowed; the others hold what was computed for the whole city.
FOLLOWED = {
    "reports": ("district", "quarter"),
    "portions": ("district", "quarter", "tier"),
    "district_stages": ("district",),
    "places": ("district",),
    "calendar": ("quarter",),
    **dict.fromkeys(("parties", "circles", *CUTS), ("district", "quarter")),
}
