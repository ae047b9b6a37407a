"""What of the fixed tables everybody may read: one place, before the page, the CSV and the API alike.

Small, dominated and (where the table says so) empty cells are hidden, the rest is rounded; so much is hidden beside
them that linear programming finds none out within ten; and the ledger of what was released before is held against it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from portal.domain.disclosure import LEAST_REST, PUBLIC_ROUNDING, PUBLIC_THRESHOLD, dominated, rounded, told_by, unsafe
from portal.domain.opendata import TABLE, TOTAL, Dimension, Place
from portal.domain.period import Period
from portal.domain.recipient import next_month
from portal.stats.suppression import Contradiction, Line, closely, protected

LEAST_WIDTH = 2 * PUBLIC_ROUNDING  # a hidden count stays open by five to either side

Figure = tuple[frozenset[tuple[Dimension, str]], Period]
Cells = Mapping[Place, int | None]
Ends = NDArray[np.float64]


class Subtractable(RuntimeError):
    """Held against earlier releases, a release would let a small count be found out."""


@dataclass(frozen=True, slots=True)
class Released:
    """What the ledger keeps of a release: whom it counts, and what was said."""

    period: Period
    cells: Cells


def published(tallies: Mapping[Place, Counter[str | None]]) -> dict[Place, int | None]:
    """What may be said of each place: a rounded count, or None where it is hidden."""
    places = _numbered(tallies)
    figures = len(set(places.values()))
    values, bad = np.zeros(figures, dtype=np.int64), np.zeros(figures, dtype=np.bool_)
    width = np.full(figures, float(LEAST_WIDTH))
    for place, tally in tallies.items():
        figure, count = places[place], tally.total()
        values[figure] = count
        bad[figure] |= unsafe(count, zeros_hidden=TABLE[place.table].zeros_hidden)
        if _held_by_few(place, tally):
            bad[figure], width[figure] = True, max(LEAST_WIDTH, 2 * LEAST_REST * count)
    if any(values[at] < PUBLIC_THRESHOLD for place, at in places.items() if not place.figure):
        return dict.fromkeys(tallies)  # so few in all that anything said would be said of them
    # What is small is hidden for itself and tells nothing; what it would tell is never asked.
    told = np.array([(0, 0) if value < PUBLIC_THRESHOLD else told_by(rounded(int(value))) for value in values], float)
    shown = protected(values, told[:, 0], told[:, 1], bad, _lines(places), width=width)
    return {place: rounded(int(values[figure])) if shown[figure] else None for place, figure in places.items()}


def check(new: Released, earlier: Sequence[Released]) -> None:
    """The ledger: refuse a release that, with those before it, tells a small count within less than ten.

    A period that no earlier one overlaps counts other people, so that nothing can be subtracted. Where periods overlap,
    the people of each piece between their borders are unknowns, and every figure is the sum of its pieces.
    """
    related = _overlapping(new, earlier)
    if not related:
        return
    pieces = _pieces([*related, new])
    index: dict[Figure, int] = {}
    lines = {line for release in (*related, new) for line in _summed(release, pieces, index)}
    low = np.zeros(len(index))
    high = np.array([np.inf if _possible(*figure) else 0.0 for figure in index])
    for release in (*related, new):
        for place, count in release.cells.items():
            if count is not None:
                figure, (least, most) = index[_figure(place, release.period)], told_by(count)
                low[figure], high[figure] = max(low[figure], least), min(high[figure], most)
    sensitive = _sensitive_zeros([*related, new])
    keys = list(index)
    for at, _, most in _found_out(low, high, sorted(lines, key=lambda line: line.members), index):
        if most > 0 or keys[at][0] in sensitive:
            raise Subtractable("subtracted from earlier releases, it tells a small count")


def _found_out(
    low: Ends, high: Ends, lines: Sequence[Line], index: Mapping[Figure, int]
) -> Iterator[tuple[int, float, float]]:
    """What a reader of all of it finds out of small figures, within less than ten."""
    try:
        if (low > high).any():
            raise Contradiction
        # Known to be ten or more is known to be large.
        wanted = [at for figure, at in index.items() if low[at] < PUBLIC_THRESHOLD and _possible(*figure)]
        for at, least, most in closely(low, high, lines, wanted, np.full(len(low), float(LEAST_WIDTH))):
            if least < PUBLIC_THRESHOLD:
                yield at, least, most
    except Contradiction as contradiction:
        raise Subtractable("two releases of the same people differ") from contradiction


def _possible(figure: frozenset[tuple[Dimension, str]], period: Period) -> bool:
    """Whether anybody of the period can stand there at all: not in a month outside it."""
    months = [date.fromisoformat(f"{label}-01") for dimension, label in figure if dimension is Dimension.MONTH]
    return all(_overlap(period, Period(month, next_month(month))) for month in months)


def _sensitive_zeros(releases: Iterable[Released]) -> set[frozenset[tuple[Dimension, str]]]:
    """The figures of which a table that hides its zeros shows one."""
    return {place.figure for one in releases for place in one.cells if TABLE[place.table].zeros_hidden}


def _held_by_few(place: Place, tally: Counter[str | None]) -> bool:
    # Whose hospital is not known stands for herself.
    contributions = [*(count for hospital, count in tally.items() if hospital is not None), *[1] * tally[None]]
    return TABLE[place.table].held_by_hospitals and place.inner and dominated(contributions)


def _numbered(places: Iterable[Place]) -> dict[Place, int]:
    """A number for the figure of each place; places that hold the same figure share it."""
    figures: dict[frozenset[tuple[Dimension, str]], int] = {}
    return {place: figures.setdefault(place.figure, len(figures)) for place in places}


def _lines(places: Mapping[Place, int]) -> list[Line]:
    return sorted(set(_added(places)), key=lambda line: line.members)


def _added(places: Mapping[Place, int]) -> Iterator[Line]:
    """Which figures add up to which: down the columns of each table and along its rows."""
    down: dict[Place, set[int]] = {}
    along: dict[Place, set[int]] = {}
    for place, figure in places.items():
        if place.row != TOTAL:
            down.setdefault(Place(place.table, TOTAL, place.column), set()).add(figure)
        if place.column != TOTAL:
            along.setdefault(Place(place.table, place.row, TOTAL), set()).add(figure)
    for total, parts in (*down.items(), *along.items()):
        if total in places and parts != {places[total]}:
            yield Line(places[total], tuple(sorted(parts)))


def _figure(place: Place, period: Period) -> Figure:
    return place.figure, period


def _summed(release: Released, pieces: Sequence[Period], index: dict[Figure, int]) -> set[Line]:
    """The lines of a release, of each piece of its period, and of its figures as sums of their pieces."""
    within = [piece for piece in pieces if piece.start in release.period]
    lines = set()
    for period in {release.period, *within}:
        lines |= set(_added({place: index.setdefault(_figure(place, period), len(index)) for place in release.cells}))
    if within != [release.period]:
        for place in release.cells:
            parts = tuple(sorted(index[_figure(place, piece)] for piece in within))
            lines.add(Line(index[_figure(place, release.period)], parts))
    return lines


def _overlapping(new: Released, earlier: Sequence[Released]) -> list[Released]:
    """The earlier releases that count some of the same people, or that one of those does."""
    found: list[Released] = []
    reached = [new]
    while reached:
        one = reached.pop()
        for other in earlier:
            if other not in found and _overlap(one.period, other.period):
                found.append(other)
                reached.append(other)
    return found


def _overlap(one: Period, other: Period) -> bool:
    return one.start < other.until and other.start < one.until


def _pieces(releases: Sequence[Released]) -> list[Period]:
    borders = sorted({border for release in releases for border in (release.period.start, release.period.until)})
    return [Period(start, until) for start, until in pairwise(borders)]
