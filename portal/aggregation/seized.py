"""A compared list ► where it may come from: all explanations weighed, equal ones put together, the rest ordered."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from portal.aggregation.list_hypotheses import hypotheses
from portal.aggregation.list_rows import UNKNOWN, list_rows
from portal.aggregation.list_weighing import Weighing, comparable_columns, weigh, working_days
from portal.domain.finding import JOINER
from portal.domain.list_origin import HypothesisKind, ListHypothesis, ListOrigin, ListWarning
from portal.domain.period import day_of
from portal.domain.recipient import ExportRun
from portal.domain.seized import ComparedList, ListColumn, ReadBy
from portal.stats.binomial_interval import binomial_interval
from portal.stats.seized import ERROR_RATE

DATABASE = "database"
CLASSES_SHOWN = 20
TIE = 2.0  # log10: explanations within a factor of 100 of the best are not told apart
FEWEST_ROWS = 30
ALIKE_DIGITS = 6
POOR_SHARE = 0.2  # rows outside the best explanation
POOR_EDGE = 1e-3
RARE = 0.01  # less likely numbers of wrong rows are no errors
CLEAR_GAP = 3  # working days: less happens when a hospital hands in its registrations late


def origin(
    seized: ComparedList,
    runs: Sequence[ExportRun],
    district_of: Mapping[str, str],
    *,
    error_rate: float = ERROR_RATE,
    checked: tuple[int, int] | None = None,
) -> ListOrigin:
    """Weigh everything that a list may have been cut from.

    Parameters
    ----------
    error_rate : chance that the date or the place of a row is wrong
    checked : rows that officials compared with the registry by hand: how many, and how many were right

    Returns
    -------
    ListOrigin
        `consistent_with` holds the names of the explanations within a factor of 100 of the best, joined where they
        cannot be told apart; it is empty where nothing explains the list 100 times better than gathering without our
        data, or where too few rows bear a date. `excerpt_of` holds everybody else whose files hold all rows but for
        errors: a thief may sell one district's month out of a larger file, and no likelihood of whole files sees that.
    """
    rows = list_rows(seized, runs, district_of)
    listed = frozenset(read.column.value for read in seized.columns)
    comparable = comparable_columns([run.columns for run in runs])
    by = Weighing(seized, rows, district_of, error_rate, listed, comparable, working_days(rows))
    weighed = [weigh(one, by) for one in hypotheses(rows, runs, district_of, error_rate)]
    classes = _classes(weighed)
    dated = int((rows.day != UNKNOWN).sum())
    enough = dated >= FEWEST_ROWS or any(one.numbers.canaries_found for one in weighed)
    totals = [members[0].evidence.total for members in classes]
    near = [members for members, total in zip(classes, totals, strict=True) if total >= max(totals[0] - TIE, TIE)]
    return ListOrigin(
        error_rate=error_rate,
        facts=_facts(seized, rows.registered, rows.born, dated),
        classes=tuple(classes[:CLASSES_SHOWN]),
        hypotheses=len(weighed),
        margin=classes[0][0].evidence.total - classes[len(near)][0].evidence.total
        if len(classes) > len(near)
        else None,
        consistent_with=_names(near) if enough else (),
        excerpt_of=_holders(weighed, near) if enough and near else (),
        recipients=_best_by_recipient(classes),
        breadth=_breadth(seized, len(district_of), checked),
        warnings=_warnings(seized, runs, by, classes, dated),
    )


def _classes(weighed: list[ListHypothesis]) -> list[tuple[ListHypothesis, ...]]:
    """Explanations with the same evidence of every kind, best first."""
    groups: dict[tuple[float | None, ...], list[ListHypothesis]] = {}
    for one in weighed:
        values = asdict(one.evidence).values()
        key = tuple(None if value is None else round(value, ALIKE_DIGITS) for value in values)
        groups.setdefault(key, []).append(one)
    return [tuple(group) for group in sorted(groups.values(), key=lambda group: -group[0].evidence.total)]


def _names(near: list[tuple[ListHypothesis, ...]]) -> tuple[str, ...]:
    """One entry a class: what it was cut from, by recipient; the database by its own word."""
    named = [JOINER.join(sorted({one.recipient or DATABASE for one in members})) for members in near]
    return tuple(dict.fromkeys(named))


def _holders(weighed: list[ListHypothesis], near: list[tuple[ListHypothesis, ...]]) -> tuple[str, ...]:
    """Whose files hold as good as every row, and could hold what the list tells; the best explanations left out."""
    least = near[0][0].coverage.outside
    said = {one.recipient or DATABASE for members in near for one in members}
    holders = {
        one.recipient or DATABASE
        for one in weighed
        if (one.coverage.outside <= least or one.coverage.p_outside >= RARE) and one.freshness.p_later_births >= RARE
    }
    return tuple(sorted(holders - said))


def _best_by_recipient(classes: list[tuple[ListHypothesis, ...]]) -> tuple[tuple[str, float], ...]:
    best: dict[str, float] = {}
    for members in classes:
        for one in members:
            best.setdefault(one.recipient or DATABASE, one.evidence.total)
    return tuple(best.items())


def _facts(seized: ComparedList, registered: Sequence[int], born: Sequence[int], dated: int) -> dict[str, object]:
    days = sorted(day for day in registered if day != UNKNOWN)
    births = [day for day in born if day != UNKNOWN]
    hospitals = {row.hospital for row in seized.rows if row.hospital}
    return {
        "rows": seized.size,
        "numbers": seized.numbers,
        "repeated_numbers": seized.repeated,
        "dated_rows": dated,
        "columns": [
            {"column": one.column.value, "header": one.header, "read_by": one.by.value} for one in seized.columns
        ],
        "registered": {"first": day_of(days[0]).isoformat(), "last": day_of(days[-1]).isoformat()} if days else None,
        "last_born_on": day_of(max(births)).isoformat() if births else None,
        "hospitals": len(hospitals),
        "places_unknown": seized.places_unknown,
    }


def _breadth(seized: ComparedList, hospitals: int, checked: tuple[int, int] | None) -> dict[str, object]:
    """How much of what is known lies on the list, with exact intervals; not which recipient it came from."""
    said: dict[str, object] = {"hospitals_known": hospitals}
    if seized.reporters is not None:
        found = sum(one.found for one in seized.reporters)
        said["reporters"] = _share(found, len(seized.reporters))
    if checked is not None:
        said["checked"] = _share(checked[1], checked[0])
    return said


def _share(found: int, of: int) -> dict[str, object]:
    low, high = binomial_interval(found, of) if of else (None, None)
    return {"found": found, "of": of, "low": low, "high": high}


def _warnings(
    seized: ComparedList, runs: Sequence[ExportRun], by: Weighing, classes: list[tuple[ListHypothesis, ...]],
    dated: int,
) -> tuple[ListWarning, ...]:  # fmt: skip
    columns = {read.column for read in seized.columns}
    best = classes[0][0] if classes else None
    said = {
        ListWarning.NO_EXPORTS: not runs,
        ListWarning.NO_PHONE: ListColumn.PHONE not in columns,
        ListWarning.NO_DATES: dated == 0,
        ListWarning.NO_PLACES: not by.rows.place_counts.any(),
        ListWarning.FEW_ROWS: 0 < dated < FEWEST_ROWS,
        ListWarning.READ_BY_CONTENT: any(read.by is ReadBy.CONTENT for read in seized.columns),
        ListWarning.POOR_FIT: best is not None and _fits_poorly(best),
        ListWarning.CONTROLS_ON_LIST: not by.canaries_usable,
        ListWarning.SLICE_OF_DATABASE: best is not None and best.kind is not HypothesisKind.DATABASE,
        ListWarning.ROWS_DEPEND: True,
        ListWarning.CONTACTS_SEALED: seized.reporters is None,
    }
    return tuple(warning for warning, true in said.items() if true)


def _fits_poorly(best: ListHypothesis) -> bool:
    gap = best.edges is not None and any(
        days >= CLEAR_GAP and chance < POOR_EDGE
        for days, chance in ((best.edges.gap_from, best.edges.p_from), (best.edges.gap_until, best.edges.p_until))
    )
    return gap or 1 - best.coverage.share_of_list > POOR_SHARE
