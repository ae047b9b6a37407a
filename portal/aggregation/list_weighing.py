"""One explanation of a leaked list weighed: each kind of evidence on its own, and the counts behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from portal.aggregation.list_hypotheses import Hypothesis
from portal.aggregation.list_rows import UNKNOWN, ListRows, day_at
from portal.domain.canary import CanaryKind
from portal.domain.list_origin import (
    Coverage,
    Edges,
    FoundNumbers,
    Freshness,
    HypothesisKind,
    ListEvidence,
    ListHypothesis,
)
from portal.domain.period import as_local, day_number, day_of, local_day
from portal.domain.seized import ComparedList, ListColumn, ListedCanary
from portal.domain.workday import is_working_day
from portal.stats import seized as stats

NUMBERS_IN_USE = 1e9  # mobile numbers of the country: the chance that one of ours stands on a list by accident


@dataclass(frozen=True, eq=False)
class Weighing:
    """What is the same for every explanation of one list.

    Attributes
    ----------
    listed : codes of the columns that the list has
    comparable : codes that both some export and some list could name
    open_days : (length + 1,) bool, the working days of the reference span
    """

    seized: ComparedList
    rows: ListRows
    district_of: Mapping[str, str]
    error_rate: float
    listed: frozenset[str]
    comparable: tuple[str, ...]
    open_days: np.ndarray

    @property
    def canaries_usable(self) -> bool:
        """A never-exported number on the list came there by another way, and so may the planted ones have."""
        return not any(one.found and one.kind is CanaryKind.CONTROL for one in self.seized.canaries)


def weigh(one: Hypothesis, by: Weighing) -> ListHypothesis:
    """The evidence for and against one explanation."""
    inside = _inside(one, by.rows)
    held = np.flatnonzero(one.days)
    first, until = (day_at(by.rows, place) for place in (held[0], held[-1] + 1))
    fresh = _freshness(one, by)
    planted = [canary for canary in by.seized.canaries if _planted(canary, one)]
    found = FoundNumbers(
        len(planted), sum(canary.found for canary in planted), sum(canary.named for canary in planted)
    )  # fmt: skip
    kept = one.columns or frozenset()
    return ListHypothesis(
        kind=one.kind,
        recipient=one.recipient,
        exported_at=tuple(as_local(run.exported_at).isoformat(timespec="seconds") for run in one.runs),
        registered_from=first.isoformat(),
        registered_until=until.isoformat(),
        evidence=ListEvidence(
            dates=_dates(one, by),
            places=_places(one, by),
            columns=_columns(one, by),
            freshness=stats.later_ratio(fresh.later_births, fresh.births, by.error_rate) if fresh.births else None,
            canaries=_canaries(found, by),
            reporters=_reporters(one, by),
        ),
        coverage=_coverage(one, by, inside),
        edges=_edges(one, by, inside),
        freshness=fresh,
        numbers=found,
        missing_columns=tuple(code for code in by.comparable if code in kept and code not in by.listed),
        added_columns=tuple(
            code for code in by.comparable if one.columns is not None and code not in kept and code in by.listed
        ),
    )


def _inside(one: Hypothesis, rows: ListRows) -> np.ndarray:
    """(rows,) bool: dated inside the window, and no place known that lies outside the scope."""
    dated = rows.day != UNKNOWN
    held = np.zeros(len(rows.day), dtype=bool)
    held[dated] = one.days[rows.day[dated]]
    placed = rows.place != UNKNOWN
    covered = np.ones(len(rows.day), dtype=bool)
    covered[placed] = (rows.member @ one.hospitals > 0)[rows.place[placed]]
    return held & covered


def _dates(one: Hypothesis, by: Weighing) -> float | None:
    counts = by.rows.day_counts
    if not counts.any():
        return None
    density = one.days / one.days.sum()
    return float(stats.draw_ratio(counts, density[None], by.rows.reference_days, by.error_rate)[0])


def _places(one: Hypothesis, by: Weighing) -> float | None:
    counts = by.rows.place_counts
    if not counts.any():
        return None
    reference = by.rows.chance_of_places(np.ones(len(by.rows.hospitals), dtype=bool))
    density = by.rows.chance_of_places(one.hospitals)
    return float(stats.draw_ratio(counts, density[None], reference, by.error_rate)[0])


def _columns(one: Hypothesis, by: Weighing) -> float | None:
    """The database holds every column; a file whose columns nobody noted says nothing."""
    if not by.comparable or (one.columns is None and one.kind is not HypothesisKind.DATABASE):
        return None
    held = [one.columns is None or code in one.columns for code in by.comparable]
    return float(stats.column_ratio([code in by.listed for code in by.comparable], [held])[0])


def _canaries(found: FoundNumbers, by: Weighing) -> float | None:
    if not found.canaries or not by.canaries_usable or not by.seized.numbers:
        return None
    by_accident = max(stats.COINCIDENCE, by.seized.numbers / NUMBERS_IN_USE)
    return stats.planted_ratio(found.canaries_found, found.canaries, by_accident)


def _reporters(one: Hypothesis, by: Weighing) -> float | None:
    """Mothers whose registration is known to the day and whose hospital is known, inside against outside."""
    if not by.seized.reporters:
        return None
    positions = {name: place for place, name in enumerate(by.rows.hospitals)}
    count = np.zeros((2, 2), dtype=int)  # inside, found
    for mother in by.seized.reporters:
        if mother.registered_on is None or mother.hospital not in positions:
            continue
        day = day_number(mother.registered_on) - by.rows.first
        held = 0 <= day < by.rows.length and one.days[day] and one.hospitals[positions[mother.hospital]]
        count[int(held), int(mother.found)] += 1
    if not count.sum():
        return None
    (out_missed, out_found), (in_missed, in_found) = count.tolist()
    return stats.contrast_ratio(in_found, in_found + in_missed, out_found, out_found + out_missed, by.error_rate)


def _planted(canary: ListedCanary, one: Hypothesis) -> bool:
    """By recipient and day: an operator may have noted the export a few minutes off."""
    batches = {(run.recipient, local_day(run.exported_at)) for run in one.runs}
    return any((planting.recipient, local_day(planting.exported_at)) in batches for planting in canary.plantings)


def _coverage(one: Hypothesis, by: Weighing, inside: np.ndarray) -> Coverage:
    dated = int((by.rows.day != UNKNOWN).sum())
    held = int(inside.sum())
    sizes = [run.rows for run in one.runs]
    files = sum(size or 0 for size in sizes) if sizes and all(sizes) else None
    seen = np.unique(by.rows.place[(by.rows.place != UNKNOWN) & (by.rows.place < len(by.rows.hospitals))])
    covered, total = int(one.hospitals[seen].sum()), len(by.rows.hospitals)
    return Coverage(
        inside=held,
        outside=dated - held,
        p_outside=stats.outside_probability(dated - held, dated, by.error_rate) if dated else 1.0,
        share_of_list=held / dated if dated else 0.0,
        share_of_files=held / files if files else None,
        hospitals_inside=covered,
        hospitals_outside=len(seen) - covered,
        p_hospitals=(
            stats.all_inside_probability(covered, int(one.hospitals.sum()), total)
            if len(seen) and covered == len(seen)
            else None
        ),
    )


def _edges(one: Hypothesis, by: Weighing, inside: np.ndarray) -> Edges | None:
    """Gaps at both ends in working days: that nobody registered on a closing Sunday shows nothing."""
    if not one.runs or not inside.any():
        return None
    held, days = one.days & by.open_days, by.rows.day[inside]
    before, after = int(held[: days.min()].sum()), int(held[days.max() + 1 :].sum())
    length, size = max(int(held.sum()), 1), int(inside.sum())
    return Edges(
        first=day_at(by.rows, days.min()).isoformat(),
        last=day_at(by.rows, days.max()).isoformat(),
        gap_from=before,
        gap_until=after,
        p_from=stats.edge_probability(before, length, size),
        p_until=stats.edge_probability(after, length, size),
    )


def _freshness(one: Hypothesis, by: Weighing) -> Freshness:
    """A row of no file of the hypothesis could at the latest come from the last one."""
    rows = by.rows
    births = int((rows.born != UNKNOWN).sum()) if one.runs else 0
    if not one.runs:
        return Freshness(None, None, births, 0, 1.0, 0)
    last = int(one.left.max())
    left = np.full(len(rows.day), last)
    held = rows.day != UNKNOWN
    of_its_file = one.left[rows.day[held]]
    left[held] = np.where(of_its_file == UNKNOWN, last, of_its_file)
    known = rows.registered[rows.registered != UNKNOWN]
    later = int((rows.born > left).sum())
    return Freshness(
        exported_on=day_of(last).isoformat(),
        days_after_last_registration=int(last - known.max()) if known.size else None,
        births=births,
        later_births=later,
        p_later_births=stats.outside_probability(later, births, by.error_rate),
        later_registrations=int((rows.registered > left).sum()),
    )


def working_days(rows: ListRows) -> np.ndarray:
    """(length + 1,) bool, on which days of the reference span hospitals register."""
    return np.array([*(is_working_day(day_at(rows, place)) for place in range(rows.length)), False])


def comparable_columns(held: list[frozenset[str]]) -> tuple[str, ...]:
    """Codes that lists are read for and that some export names; a column that no export ever names tells nothing."""
    named = frozenset().union(*held) if held else frozenset()
    return tuple(column.value for column in ListColumn if column.value in named)
