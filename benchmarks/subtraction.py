"""The reader who subtracts: what two published tables tell of small figures, in whole numbers and intervals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from portal.casework.disclosing import Released
from portal.domain.opendata import TOTAL, Dimension, Place, TableName
from portal.domain.period import Period

MANY = 10**6
SMALL, NARROW = 10, 10

Key = tuple[frozenset, Period]
Range = tuple[int, int]


def found_out(one: tuple[Released, TableName], other: tuple[Released, TableName]) -> Mapping[Key, Range]:
    """Which figures below ten a reader of both tables knows within less than ten."""
    known: dict[Key, Range] = {}
    sums: list[tuple[Key, list[Key]]] = []
    for release, name in (one, other):
        cells = {place: count for place, count in release.cells.items() if place.table is name}
        for place, count in cells.items():
            key = (place.figure, release.period)
            known[key] = _both(known.get(key, (0, MANY)), _meaning(count))
    periods = _pieces(one[0].period, other[0].period)
    for release, name in (one, other):
        within = [period for period in periods if period.start in release.period]
        places = [place for place in release.cells if place.table is name]
        for period in {release.period, *within}:
            sums += _lines(places, period)
        if len(within) > 1:
            sums += [((p.figure, release.period), [(p.figure, piece) for piece in within]) for p in places]
    known |= {key: (0, 0) for total, parts in sums for key in (total, *parts) if not _possible(*key)}
    _narrow(known, sums)
    return {key: ends for key, ends in known.items() if _closely(key, *ends)}


def _closely(key: Key, low: int, high: int) -> bool:
    return low < SMALL and high - low < NARROW and _possible(*key) and not (high == 0 and _zero_is_harmless(key))


def _meaning(count: int | None) -> Range:
    if count is None:
        return 0, MANY
    return (0, 0) if count == 0 else (max(SMALL, count - 2) if count >= SMALL else count - 2, count + 2)


def _pieces(one: Period, other: Period) -> list[Period]:
    if one.until <= other.start or other.until <= one.start:
        return [one, other]
    borders = sorted({one.start, one.until, other.start, other.until})
    return [Period(start, until) for start, until in pairwise(borders)]


def _lines(places: Sequence[Place], period: Period) -> Iterator[tuple[Key, list[Key]]]:
    for total in places:
        for parts in (
            [p for p in places if p.column == total.column and p.row != TOTAL] if total.row == TOTAL else [],
            [p for p in places if p.row == total.row and p.column != TOTAL] if total.column == TOTAL else [],
        ):
            if parts:
                yield (total.figure, period), [(part.figure, period) for part in parts]


def _narrow(known: dict[Key, Range], sums: Sequence[tuple[Key, list[Key]]]) -> None:
    """Every figure between what its sums leave, until nothing moves."""
    moved = True
    while moved:
        moved = False
        for total, parts in sums:
            ends = [known.get(part, (0, MANY)) for part in parts]
            low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
            least, most = known.get(total, (0, MANY))
            told = {total: (low, high)}
            for part, end in zip(parts, ends, strict=True):
                told[part] = (least - (high - end[1]), most - (low - end[0]))
            for key, found in told.items():
                before = known.get(key, (0, MANY))
                after = _both(before, found)
                if after != before:
                    known[key], moved = after, True


def _both(one: Range, other: Range) -> Range:
    return max(one[0], other[0]), min(one[1], other[1])


def _possible(figure: frozenset, period: Period) -> bool:
    """That nobody stands in a month outside the period, everybody knows."""
    labels = [label for dimension, label in figure if dimension is Dimension.MONTH]
    return all(f"{period.start:%Y-%m}" <= label <= f"{period.until - timedelta(days=1):%Y-%m}" for label in labels)


def _zero_is_harmless(key: Key) -> bool:
    """No table of vendors hides its zeros, and a city where nobody reported has none to hide."""
    return bool(key[0]) and not any(dimension is Dimension.DISTRICT for dimension, _ in key[0])
