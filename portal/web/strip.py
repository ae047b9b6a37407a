"""The picture of one mother's time, for her and for the office: where bands, months, files and dots stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.period import Period, local_day
from portal.domain.report import Call
from portal.domain.timeline import A_WEEK, Band, Week
from portal.domain.trail import VAGUE, Trail
from portal.domain.vocabulary import Stage, VendorType

WIDTH, LEFT, RIGHT = 340.0, 42.0, 6.0  # in units of the drawing, about a pixel on a phone; the icons stand on the left
TOP, ROW, BOTTOM = 50.0, 38.0, 26.0  # stages and marks above, one row for each kind of goods, months below
NARROWEST_LABEL = 30.0  # a band narrower than its word goes without
MONTHS_APART = 42.0
LARGEST_DOT = 9.0
LANE_DROP = 8.0  # a lane's line leaves room for the names above it


@dataclass(frozen=True, slots=True)
class Strip:
    """A stage: its left edge, its width, and whether its word fits in."""

    stage: Stage
    x: float
    width: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """The calls of one kind in one week, or one call; `vague` where only its week or month is known."""

    x: float
    radius: float
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of goods, or the weeks without a call."""

    vendor: VendorType | None
    y: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """Recipients that got her record on the same days: an actual file at each of `left`, a planned one at `planned`."""

    recipients: tuple[str, ...]
    y: float
    since: float
    left: tuple[float, ...]
    planned: tuple[float, ...]


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
    lanes: tuple[Lane, ...] = ()
    width: float = WIDTH
    left: float = LEFT
    bottom: float = BOTTOM

    @property
    def right(self) -> float:
        """Where the plot ends."""
        return self.width - RIGHT


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of a drawing, laid out over its width."""

    span: Period
    width: float = WIDTH

    def x(self, day: date) -> float:
        """Where a day stands."""
        return round(LEFT + (self.width - LEFT - RIGHT) * (day - self.span.start).days / self.span.days, 1)


def drawn(
    weeks: Sequence[Week], span: Period, bands: Sequence[Band], *, registered_on: date | None, today: date
) -> Drawing:
    """Her weeks against the stages."""
    axis = Axis(span)
    return _laid_out(axis, bands, (), tuple(_weekly(weeks, axis)), registered_on, today)


def traced(
    calls: Sequence[Call], trails: Sequence[Trail], span: Period, bands: Sequence[Band], *,
    registered_on: date | None, today: date, width: float = WIDTH,
) -> Drawing:  # fmt: skip
    """The files that held her record above her calls, each on its own day."""
    axis = Axis(span, width)
    lanes = tuple(_lane(trail, place, axis) for place, trail in enumerate(trails))
    return _laid_out(axis, bands, lanes, tuple(_daily(calls, axis, len(lanes))), registered_on, today)


def _laid_out(
    axis: Axis, bands: Sequence[Band], lanes: tuple[Lane, ...], rows: tuple[Row, ...],
    registered_on: date | None, today: date,
) -> Drawing:  # fmt: skip
    registered = Mark(registered_on, axis.x(registered_on), leftwards=True) if registered_on else None
    if registered and registered.x < LEFT + NARROWEST_LABEL:
        registered = Mark(registered.day, registered.x)
    return Drawing(
        height=TOP + ROW * max(len(lanes) + len(rows), 1) + BOTTOM,
        strips=tuple(_strip(band, axis) for band in bands),
        rows=rows,
        months=tuple(_months(axis)),
        today=Mark(today, axis.x(today), leftwards=axis.x(today) > axis.width - RIGHT - NARROWEST_LABEL),
        registered=registered,
        lanes=lanes,
        width=axis.width,
    )


def _weekly(weeks: Sequence[Week], axis: Axis) -> Iterator[Row]:
    vendors = list(dict.fromkeys(vendor for week in weeks for vendor in week.calls))
    for place, vendor in enumerate(vendors):
        dots = tuple(Dot(_middle(week, axis), _radius(week.calls[vendor])) for week in weeks if vendor in week.calls)
        yield Row(vendor, _y(place), dots)
    silent = tuple(Dot(_middle(week, axis), _radius(1)) for week in weeks if week.quiet)
    if silent:
        yield Row(None, _y(len(vendors)), silent)


def _daily(calls: Sequence[Call], axis: Axis, above: int) -> Iterator[Row]:
    for place, vendor in enumerate(dict.fromkeys(call.vendor_type for call in calls)):
        own = [call for call in calls if call.vendor_type is vendor]
        dots = (Dot(axis.x(local_day(call.called_at)), _radius(2), call.precision in VAGUE) for call in own)
        yield Row(vendor, _y(above + place), tuple(dots))


def _lane(trail: Trail, place: int, axis: Axis) -> Lane:
    left = tuple(axis.x(one.day) for one in trail.leavings if not one.planned)
    planned = tuple(axis.x(one.day) for one in trail.leavings if one.planned)
    return Lane(trail.recipients, _y(place) + LANE_DROP, axis.x(trail.since), left, planned)


def _strip(band: Band, axis: Axis) -> Strip:
    left, right = axis.x(band.days.start), axis.x(band.days.until)
    return Strip(band.stage, left, round(right - left, 1), labelled=right - left >= NARROWEST_LABEL)


def _months(axis: Axis) -> Iterator[Mark]:
    """First days of months, as many as there is room for; the first one bears its year."""
    last = None
    day = (axis.span.start.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day < axis.span.until:
        x = axis.x(day)
        if (last is None or x - last >= MONTHS_APART) and x <= axis.width - RIGHT - NARROWEST_LABEL:
            yield Mark(day, x)
            last = x
        day = (day + timedelta(days=32)).replace(day=1)


def _middle(week: Week, axis: Axis) -> float:
    return axis.x(week.start + A_WEEK / 2)


def _radius(calls: int) -> float:
    """The area grows with the calls, and stops where it would cover the neighbours."""
    return round(min(3.4 * calls**0.5, LARGEST_DOT), 1)


def _y(place: int) -> float:
    return TOP + ROW * (place + 0.5)
