"""The pictures of a dossier as places on paper; the templates draw them. Numbers in points, the origin top left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from portal.domain.disclosure import suppressed
from portal.domain.picture import ForestRow, LagBin, LagCurve, Lexis, ShareRow, Staircase

WIDTH = 480.0
LABELS = 150.0  # room for names at the left
NUMBERS = 96.0  # and for figures at the right
ROW = 22.0
LINE = 10.0  # of each further name of a class: none of them is ever left out
AXIS = 22.0  # below the rows
SHORTEST, LONGEST = 0.1, 100.0  # of the axis of rate ratios; what lies beyond ends in an arrow
TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
PLANE = 270.0
LAG_WIDTH, LAG_HEIGHT = 232.0, 110.0
LAG_LEFT, LAG_BOTTOM = 26.0, 18.0
FAINT, FULL = 0.12, 0.9


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on an axis."""

    at: float
    value: float | str


@dataclass(frozen=True, slots=True)
class Whisker:
    """One row with an interval; `estimate` is None where there is none. Arrows say that a limit lies beyond."""

    y: float
    members: tuple[str, ...]
    verdict: str
    at: float | None
    low: float = 0.0
    high: float = 0.0
    beyond_low: bool = False
    beyond_high: bool = False
    figures: tuple[float | None, float | None, float | None] = (None, None, None)


@dataclass(frozen=True, slots=True)
class Rows:
    """A picture of rows under a common axis; `rule` is where no effect stands."""

    height: float
    rows: tuple[Whisker, ...]
    ticks: tuple[Tick, ...]
    rule: float


@dataclass(frozen=True, slots=True)
class Square:
    """Some calls on the plane; hidden counts are hatched."""

    x: float
    y: float
    size: float
    opacity: float | None


@dataclass(frozen=True, slots=True)
class Stairs:
    """The days of first holding as a path."""

    recipient: str
    path: str


@dataclass(frozen=True, slots=True)
class Plane:
    """Registration across, call upwards, both on one scale."""

    side: float
    squares: tuple[Square, ...]
    stairs: tuple[Stairs, ...]
    months: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Calls per 1,000 mother-days by days since something; polygons and pieces of line, where nothing is hidden."""

    source: str
    line: tuple[str, ...]
    band: tuple[str, ...]
    placebo: tuple[str, ...]
    zero: float
    days: tuple[Tick, ...]
    top: float


def forest(rows: Sequence[ForestRow]) -> Rows:
    """Rate ratios on a logarithmic axis."""
    ends = [value for row in rows for value in (row.low, row.high) if value is not None and value > 0]
    low = max(min([0.5, *ends]), SHORTEST)
    high = min(max([2.0, *ends]), LONGEST)

    def at(value: float) -> float:
        place = (log(min(max(value, low), high)) - log(low)) / (log(high) - log(low))
        return LABELS + place * (WIDTH - LABELS - NUMBERS)

    drawn = []
    middles, height = _places(rows)
    for y, row in zip(middles, rows, strict=True):
        figures = (row.estimate, row.low, row.high)
        if row.estimate is None or row.low is None or row.high is None:
            drawn.append(Whisker(y, row.members, row.verdict, None))
        else:
            beyond = (row.low < low, row.high > high)
            drawn.append(
                Whisker(y, row.members, row.verdict, at(row.estimate), at(row.low), at(row.high), *beyond, figures)
            )
    ticks = tuple(Tick(at(value), value) for value in _readable(low, high))
    return Rows(height + AXIS, tuple(drawn), ticks, at(1.0))


def shares(rows: Sequence[ShareRow]) -> Rows:
    """Parts of all calls from nought to one."""

    def at(value: float) -> float:
        return LABELS + min(max(value, 0.0), 1.0) * (WIDTH - LABELS - NUMBERS)

    middles, height = _places(rows)
    drawn = tuple(
        Whisker(
            y, row.members, "", at(row.estimate), at(row.estimate if row.low is None else row.low),
            at(row.estimate if row.high is None else row.high), figures=(row.estimate, row.low, row.high),
        )
        for y, row in zip(middles, rows, strict=True)
    )  # fmt: skip
    ticks = tuple(Tick(at(value / 4), value / 4) for value in range(5))
    return Rows(height + AXIS, drawn, ticks, at(0.0))


def plane(lexis: Lexis) -> Plane:
    """The Lexis plane with every staircase."""
    first, last = date.fromisoformat(lexis.first_day), date.fromisoformat(lexis.last_day)
    days = max((last - first).days, 1)
    scale = PLANE / days

    def x(day: str) -> float:
        return (date.fromisoformat(day) - first).days * scale

    most = max((one.calls for one in lexis.squares if one.calls), default=1)
    size = lexis.square_days * scale
    squares = []
    for one in lexis.squares:
        calls = None if one.calls is None else suppressed(one.calls)
        if calls != 0:
            opacity = None if calls is None else FAINT + (FULL - FAINT) * calls / most
            squares.append(Square(x(one.registered_from), PLANE - x(one.called_from) - size, size, opacity))
    stairs = tuple(_stairs(one, x) for one in lexis.staircases if one.points)
    return Plane(PLANE, tuple(squares), stairs, tuple(_months(first, last, scale)))


def curves(lags: Sequence[LagCurve]) -> tuple[Curve, ...]:
    """Small multiples under one height."""
    bins = [one for curve in lags for one in curve.bins]
    top = max([one.rate_high or one.rate or 0.0 for one in bins] + [1.0])
    return tuple(_curve(curve, top) for curve in lags if curve.bins)


def _places(rows: Sequence[ForestRow | ShareRow]) -> tuple[list[float], float]:
    """The middle of each row, and how high they are together."""
    middles, top = [], 0.0
    for row in rows:
        height = ROW + LINE * max(len(row.members) - 1, 0)
        middles.append(top + height / 2)
        top += height
    return middles, top


def _curve(curve: LagCurve, top: float) -> Curve:
    first, last = curve.bins[0].from_day, curve.bins[-1].until_day
    scale = (LAG_WIDTH - LAG_LEFT) / max(last - first, 1)

    def x(day: float) -> float:
        return LAG_LEFT + (day - first) * scale

    def y(rate: float) -> float:
        return (LAG_HEIGHT - LAG_BOTTOM) * (1 - min(rate, top) / top)

    def middle(one: LagBin) -> float:
        return x((one.from_day + one.until_day) / 2)

    def bands(low: str, high: str) -> tuple[str, ...]:
        pieces = _pieces(curve.bins, lambda one: getattr(one, low) is not None and getattr(one, high) is not None)
        return tuple(
            _points([(middle(one), y(getattr(one, high))) for one in piece]
                    + [(middle(one), y(getattr(one, low))) for one in reversed(piece)])
            for piece in pieces
        )  # fmt: skip

    lines = tuple(
        _points([(middle(one), y(one.rate or 0.0)) for one in piece])
        for piece in _pieces(curve.bins, lambda one: one.rate is not None)
    )
    ends = tuple(Tick(x(day), day) for day in sorted({first, min(max(0, first), last), last}))
    placebo = bands("placebo_low", "placebo_high")
    return Curve(curve.source, lines, bands("rate_low", "rate_high"), placebo, x(min(max(0, first), last)), ends, top)


def _pieces(bins: Sequence[LagBin], shown: Callable[[LagBin], bool]) -> list[list[LagBin]]:
    """Neighbouring bins with a value; a hidden one breaks the line."""
    pieces: list[list[LagBin]] = [[]]
    for one in bins:
        if shown(one):
            pieces[-1].append(one)
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _stairs(staircase: Staircase, x: Callable[[str], float]) -> Stairs:
    steps: list[tuple[float, float]] = []
    for registered, exported in staircase.points:
        across, up = x(registered), PLANE - x(exported)
        if steps and steps[-1][1] != up:
            steps.append((across, steps[-1][1]))
        if not steps or steps[-1] != (across, up):
            steps.append((across, up))
    return Stairs(staircase.recipient, _points(steps))


def _months(first: date, last: date, scale: float) -> Iterable[Tick]:
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, 1)
        if day > last:
            return
        yield Tick((day - first).days * scale, f"{year}-{month:02d}")


def _readable(low: float, high: float) -> list[float]:
    """The ticks inside the axis."""
    return [value for value in TICKS if low <= value <= high]


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
