"""The picture of her own time: where bands, months and dots stand in a drawing of fixed width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.period import Period
from portal.domain.timeline import A_WEEK, Band, Week
from portal.domain.vocabulary import Stage, VendorType

WIDTH, LEFT, RIGHT = 340.0, 42.0, 6.0  # in units of the drawing, about a pixel on a phone; the icons stand on the left
TOP, ROW, BOTTOM = 50.0, 38.0, 26.0  # stages and marks above, one row for each kind of goods, months below
NARROWEST_LABEL = 30.0  # a band narrower than its word goes without
MONTHS_APART = 42.0
LARGEST_DOT = 9.0


@dataclass(frozen=True, slots=True)
class Strip:
    """A stage: its left edge, its width, and whether its word fits in."""

    stage: Stage
    x: float
    width: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """One week's calls of one kind."""

    x: float
    radius: float


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of goods, or the weeks without a call."""

    vendor: VendorType | None
    y: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with a word; the word stands to the left where there is no room to the right."""

    day: date
    x: float
    leftwards: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything with its place."""

    height: float
    strips: tuple[Strip, ...]
    rows: tuple[Row, ...]
    months: tuple[Mark, ...]
    today: Mark
    registered: Mark | None
    width: float = WIDTH
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = BOTTOM


def drawn(
    weeks: Sequence[Week], span: Period, bands: Sequence[Band], *, registered_on: date | None, today: date
) -> Drawing:
    """Her weeks against the stages."""
    rows = tuple(_rows(weeks, span))
    registered = Mark(registered_on, _x(registered_on, span), leftwards=True) if registered_on else None
    if registered and registered.x < LEFT + NARROWEST_LABEL:
        registered = Mark(registered.day, registered.x)
    return Drawing(
        height=TOP + ROW * max(len(rows), 1) + BOTTOM,
        strips=tuple(_strip(band, span) for band in bands),
        rows=rows,
        months=tuple(_months(span)),
        today=Mark(today, _x(today, span), leftwards=_x(today, span) > WIDTH - RIGHT - NARROWEST_LABEL),
        registered=registered,
    )


def _rows(weeks: Sequence[Week], span: Period) -> Iterator[Row]:
    vendors = list(dict.fromkeys(vendor for week in weeks for vendor in week.calls))
    for place, vendor in enumerate(vendors):
        dots = tuple(Dot(_middle(week, span), _radius(week.calls[vendor])) for week in weeks if vendor in week.calls)
        yield Row(vendor, TOP + ROW * (place + 0.5), dots)
    silent = tuple(Dot(_middle(week, span), _radius(1)) for week in weeks if week.quiet)
    if silent:
        yield Row(None, TOP + ROW * (len(vendors) + 0.5), silent)


def _strip(band: Band, span: Period) -> Strip:
    left, right = _x(band.days.start, span), _x(band.days.until, span)
    return Strip(band.stage, left, round(right - left, 1), labelled=right - left >= NARROWEST_LABEL)


def _months(span: Period) -> Iterator[Mark]:
    """First days of months, as many as there is room for; the first one bears its year."""
    last = None
    day = (span.start.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day < span.until:
        x = _x(day, span)
        if (last is None or x - last >= MONTHS_APART) and x <= WIDTH - RIGHT - NARROWEST_LABEL:
            yield Mark(day, x)
            last = x
        day = (day + timedelta(days=32)).replace(day=1)


def _middle(week: Week, span: Period) -> float:
    return _x(week.start + A_WEEK / 2, span)


def _radius(calls: int) -> float:
    """The area grows with the calls, and stops where it would cover the neighbours."""
    return round(min(3.4 * calls**0.5, LARGEST_DOT), 1)


def _x(day: date, span: Period) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - span.start).days / span.days, 1)
