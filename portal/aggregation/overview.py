"""What the office meets first: reports over time and by district, and places as rates where registrations are known.

Everything that was told by the chosen tiers is counted here, usable for the analysis or not; small counts are hidden
before they leave this file. The whole stands beside its districts, and a district beside its hospitals, so among those
never exactly one is hidden.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from portal.aggregation.exposure import Exposure
from portal.aggregation.look import stage_counts, vendor_stages
from portal.aggregation.places import places, without_people
from portal.aggregation.portions import portions, quarters_of
from portal.domain.disclosure import OFFICE_THRESHOLD, suppressed_grid
from portal.domain.overview import Overview, Place, Portion, ReportBin, Slice, StageCell
from portal.domain.period import day_of
from portal.domain.quarter import Quarter
from portal.extract.columns import Extract

WEEK = 7
MONDAY = 4  # day 4, 5 January 1970, was a Monday
MOST_HIDDEN = 0.05  # of the calls; beyond it days are too fine, and weeks are drawn
SETTLED = 90  # days after which nearly all calls that will be told have been told
COMPLETE = 0.9
FEWEST = 50  # settled calls from which the delay of reports is read

Hidden = list[int | None]


def overview(extract: Extract, found: Exposure, tiers: tuple[int, ...], as_of: int) -> Overview | None:
    """Everything told up to a day (in); None before the first report, no slices of fewer women than may be counted."""
    if as_of < 0:
        return None
    told = _told(extract, tiers, as_of)
    counted = places(extract, told, as_of)
    empty = Overview(_iso(as_of), None, (), counted)
    if not len(told):
        return empty
    covered = frozenset(one.district for one in counted if one.name == one.district and one.calls is None)
    cube = portions(told, extract.districts, tiers, covered)
    totals = {one.district: one for one in cube if not one.quarter and one.tier is None}
    if totals[""].mothers is None:
        return empty
    return replace(
        empty,
        incomplete_from=_incomplete_from(told, as_of),
        slices=(_whole(told, found, totals[""]), *_districts(told, found, extract.districts, totals)),
        places=tuple(_agreeing(one, totals) for one in counted),
        portions=cube,
    )


def _agreeing(place: Place, totals: dict[str, Portion]) -> Place:
    """What the cube hides of a district can be had neither from its row nor from the sum of its hospitals."""
    if totals[place.district].calls is not None:
        return place
    return without_people(place)


def _told(extract: Extract, tiers: tuple[int, ...], as_of: int) -> pd.DataFrame:
    """The calls that count, with the hospital, the district and the registration day of each mother."""
    mothers = extract.mothers[["mother", "tier", "hospital", "registered_day"]]
    district = np.append(np.array(extract.hospital_district, dtype=np.int64), -1)
    mothers = mothers.assign(district=district[mothers["hospital"].to_numpy()])
    calls = extract.calls[extract.calls["reported_day"] <= as_of]
    calls = calls[["mother", "called_day", "reported_day"]].merge(mothers, on="mother")
    return calls[calls["tier"].isin(tiers)]


def _whole(told: pd.DataFrame, found: Exposure, total: Portion) -> Slice:
    width = _width(told)
    first, size = _axis(told, width)
    spans = _spans(first, size, width)
    measures = [suppressed_grid([counts], spans=spans)[0] for counts in _counted(told, first, size, width)]
    return _slice(total, width, _bins(first, width, measures), vendor_stages(found))


def _districts(told: pd.DataFrame, found: Exposure, names: tuple[str, ...], totals: dict[str, Portion]) -> list[Slice]:
    first, size = _axis(told, WEEK)
    own = [told[told["district"] == code] for code in range(len(names))]
    by_measure = zip(*(_counted(part, first, size, WEEK) for part in own), strict=True)
    spans = _spans(first, size, WEEK)
    grids = [suppressed_grid(counts, spans=spans) for counts in by_measure]
    sold = [stage_counts(found, found.district[found.call_mother] == code) for code in range(len(names))]
    stage_grid = suppressed_grid([list(counts.values()) for counts in sold])
    made = []
    for code, name in enumerate(names):
        cells = zip(sold[code], stage_grid[code], strict=True)
        stages = tuple(StageCell(*cell, count) for cell, count in cells)
        made.append(_slice(totals[name], WEEK, _bins(first, WEEK, [grid[code] for grid in grids]), stages))
    return made


def _slice(total: Portion, width: int, bins: tuple[ReportBin, ...], stages: tuple[StageCell, ...]) -> Slice:
    return Slice(total.district, total.mothers, total.days, total.calls, width, bins, stages)


def _spans(first: int, size: int, width: int) -> list[range]:
    """For each quarter the bins that touch it: its total is known, so never exactly one of them is hidden."""
    days = np.arange(first, first + size * width)
    touching: dict[Quarter, list[int]] = {}
    for day, quarter in zip(days, quarters_of(days), strict=True):
        touching.setdefault(quarter, []).append(int(day - first) // width)
    return [range(bins[0], bins[-1] + 1) for bins in touching.values()]


def _width(told: pd.DataFrame) -> int:
    counts = told["called_day"].value_counts().to_numpy()
    return 1 if counts[counts < OFFICE_THRESHOLD].sum() <= MOST_HIDDEN * len(told) else WEEK


def _axis(told: pd.DataFrame, width: int) -> tuple[int, int]:
    """The first day of the first bin, and how many bins; the same for everybody and for every district."""
    days = told[["called_day", "reported_day"]].to_numpy()
    first = int(days.min())
    first -= 0 if width == 1 else (first - MONDAY) % WEEK
    return first, (int(days.max()) - first) // width + 1


def _counted(own: pd.DataFrame, first: int, size: int, width: int) -> list[list[int]]:
    """For each bin: calls, days of mothers and mothers by the day of the call, and calls by the day of the report."""
    placed = own.assign(happened=(own["called_day"] - first) // width, told=(own["reported_day"] - first) // width)
    days = placed.drop_duplicates(["mother", "called_day"])
    people = placed.drop_duplicates(["mother", "happened"])
    columns = (placed["happened"], days["happened"], people["happened"], placed["told"])
    return [np.bincount(column.to_numpy(dtype=np.int64), minlength=size).tolist() for column in columns]


def _bins(first: int, width: int, measures: list[Hidden]) -> tuple[ReportBin, ...]:
    made = []
    for place, (happened, days, people, told) in enumerate(zip(*measures, strict=True)):
        finer = (None, None) if happened is None else (days, people)
        made.append(ReportBin(_iso(first + place * width), happened, *finer, told))
    return tuple(made)


def _incomplete_from(told: pd.DataFrame, as_of: int) -> str | None:
    settled = told[told["called_day"] <= as_of - SETTLED]
    if len(settled) < FEWEST:
        return None
    delay = (settled["reported_day"] - settled["called_day"]).to_numpy()
    return _iso(as_of - int(np.quantile(np.minimum(delay, SETTLED), COMPLETE, method="higher")) + 1)


def _iso(day: int) -> str:
    return day_of(int(day)).isoformat()
