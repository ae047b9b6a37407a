"""Small counts are hidden once, before anything is shown.

Thresholds: 5 on fixed slices for the office, 10 with rounding to 5 for what is published (ONS, OpenSAFELY practice).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

OFFICE_THRESHOLD = 5
PUBLIC_THRESHOLD = 10
PUBLIC_ROUNDING = 5
# SACRO's defaults (acro 0.4): a cell is one or two contributors' own figure if they hold more than nine tenths of it,
# or if the others are less than a tenth of the largest, who could subtract herself and know the second.
DOMINANT_CONTRIBUTORS, DOMINANT_SHARE = 2, 0.90
LEAST_REST = 0.10


def suppressed(count: int, threshold: int = OFFICE_THRESHOLD) -> int | None:
    """The count, or None if it is small but not zero."""
    return None if 0 < count < threshold else count


def suppressed_all(counts: Sequence[int], threshold: int = OFFICE_THRESHOLD) -> list[int | None]:
    """Counts whose total is known elsewhere: never exactly one hidden, or subtraction would give it back."""
    shown = [suppressed(count, threshold) for count in counts]
    hidden = [place for place, count in enumerate(shown) if count is None]
    if len(hidden) == 1:
        candidates = [place for place, count in enumerate(shown) if count]
        if candidates:
            shown[min(candidates, key=lambda place: counts[place])] = None
    return shown


def suppressed_table(counts: Mapping[Hashable, int], threshold: int = OFFICE_THRESHOLD) -> dict[Hashable, int | None]:
    """The same for the cells of a table of which only the grand total is known elsewhere."""
    return dict(zip(counts, suppressed_all(list(counts.values()), threshold), strict=True))


def suppressed_grid(
    rows: Sequence[Sequence[int]], threshold: int = OFFICE_THRESHOLD, spans: Iterable[range] = ()
) -> list[list[int | None]]:
    """Rows and columns whose totals are both known: never exactly one hidden in either, nor in a span of columns."""
    shown = [[suppressed(count, threshold) for count in row] for row in rows]
    lines = [[(place, column) for column in range(len(row))] for place, row in enumerate(shown)]
    lines += [[(place, column) for column in span] for span in spans for place in range(len(shown))]
    lines += [[(place, column) for place in range(len(shown))] for column in range(len(shown[0]) if shown else 0)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            candidates = [(place, column) for place, column in line if shown[place][column]]
            if candidates and sum(shown[place][column] is None for place, column in line) == 1:
                place, column = min(candidates, key=lambda cell: rows[cell[0]][cell[1]])
                shown[place][column], changed = None, True
    return shown


def published(counts: Iterable[int]) -> list[int | None]:
    """Counts for everybody: hidden below ten, else rounded to the nearest five."""
    hidden = (suppressed(count, PUBLIC_THRESHOLD) for count in counts)
    return [None if count is None else rounded(count) for count in hidden]


def dominated(contributions: Iterable[int]) -> bool:
    """The (n, k) rule and the p% rule: whether so few hold a figure that it tells of them."""
    ranked = sorted(contributions, reverse=True)
    total, largest = sum(ranked), sum(ranked[:DOMINANT_CONTRIBUTORS])
    return total > 0 and (largest > DOMINANT_SHARE * total or total - largest < LEAST_REST * ranked[0])


def unsafe(count: int, *, zeros_hidden: bool) -> bool:
    """Whether a count is too small for everybody, for itself."""
    return count < PUBLIC_THRESHOLD and (count > 0 or zeros_hidden)


def rounded(count: int) -> int:
    """A count that is not hidden, as everybody reads it: the nearest five."""
    return PUBLIC_ROUNDING * round(count / PUBLIC_ROUNDING)


def told_by(shown: int) -> tuple[int, int]:
    """The least and the greatest count that a published figure can stand for."""
    slack = PUBLIC_ROUNDING // 2
    return (0, 0) if shown == 0 else (max(PUBLIC_THRESHOLD, shown - slack), shown + slack)
