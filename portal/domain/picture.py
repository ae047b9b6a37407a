"""The pictures that carry the argument, as plain numbers ready for a chart and its table.

Everything here has been through disclosure control with the office's threshold; a suppressed number is None.
Days are ISO dates, so that a saved picture needs nothing to be read.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

from portal.domain.alarm import Alarms
from portal.domain.data_path import Paths
from portal.domain.overview import Overview, StageCell
from portal.domain.vendor_group import Vendors


@dataclass(frozen=True)
class LexisSquare:
    """Calls received within seven days by mothers registered within seven days; empty squares are left out."""

    registered_from: str
    called_from: str
    calls: int | None


@dataclass(frozen=True)
class Staircase:
    """The first export to a recipient for every registration day in its scope: where its line runs over the plane."""

    recipient: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Lexis:
    """Registration date across, call date up, both in squares of `square_days`; the diagonal is called = registered."""

    square_days: int
    first_day: str
    last_day: str
    squares: tuple[LexisSquare, ...]
    staircases: tuple[Staircase, ...]


@dataclass(frozen=True)
class LagBin:
    """Calls per 1,000 mother-days at `from_day` … `until_day` (out) after the event; negative is before it.

    `rate_low` … `rate_high` is the 95 % interval of `rate`; the placebo band is None until placebo schedules ran.
    """

    from_day: int
    until_day: int
    calls: int | None
    mother_days: float
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    placebo_low: float | None = None
    placebo_high: float | None = None


@dataclass(frozen=True)
class LagCurve:
    """The rate of calls by days since registration (`source` is "registration") or since a recipient's first export."""

    source: str
    bins: tuple[LagBin, ...]


@dataclass(frozen=True)
class ForestRow:
    """One class of sources on the log axis of rate ratios; several names where they cannot be told apart."""

    members: tuple[str, ...]
    estimate: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True)
class ExportRun:
    """A day on which a recipient's file left, or was planned to."""

    day: str
    planned: bool


@dataclass(frozen=True)
class CalendarRow:
    """All runs of one recipient."""

    recipient: str
    runs: tuple[ExportRun, ...]


@dataclass(frozen=True)
class WeekOfReports:
    """Calls told in the seven days from `from_day`."""

    from_day: str
    calls: int | None


@dataclass(frozen=True)
class Calendar:
    """Recipients as rows, run days on them, and the reports of each week above."""

    rows: tuple[CalendarRow, ...]
    weeks: tuple[WeekOfReports, ...]


@dataclass(frozen=True)
class ShareRow:
    """The share of calls that one class of sources, or the background (no members), accounts for."""

    members: tuple[str, ...]
    estimate: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ClassPower:
    """How much the data can say of one class of sources, whatever they do say.

    `power` is that of finding a rate ratio of 2, `detectable` the smallest rate ratio found four times in five.
    """

    members: tuple[str, ...]
    power: float | None
    detectable: float | None


@dataclass(frozen=True)
class PairApart:
    """How well the data hold two classes apart; `one` and `other` are their members.

    `correlation` is that of the two exposures within mothers, the curves taken out. `mothers` and `calls` fall on days
    on which one of the two held the record and the other did not yet. `kept` is the part of what is known of the worse
    known class that is left once the other is in the model; `ratio` the smallest rate ratio told from the other four
    times in five. `standing` is one of weak, apart and unknown.
    """

    one: tuple[str, ...]
    other: tuple[str, ...]
    correlation: float | None
    mothers: int | None
    calls: int | None
    kept: float | None
    ratio: float | None
    standing: str


@dataclass(frozen=True)
class Settling:
    """What would tell two sources apart: an arrangement, and the calls and months at the present rate that it needs."""

    one: str
    other: str
    arrangement: str
    amount: float | None
    calls: int
    months: float | None


@dataclass(frozen=True)
class Identifiability:
    """Which classes the data at hand can hold apart. Settling is planned for a rate ratio and a median delay."""

    classes: tuple[ClassPower, ...]
    pairs: tuple[PairApart, ...]
    settling: tuple[Settling, ...]
    rate_ratio: float
    delay: float


@dataclass(frozen=True)
class KnowledgeRow:
    """Calls of which it was told what the caller knew, by what one source's files could hold before each call.

    `beyond`: he knew something that they could not hold; `within`: they held it all; `unknown`: what they held is not
    known. `log10_ratio` weighs all these calls for the source (above 0) or against it; None if nothing can be weighed.
    """

    source: str
    beyond: int | None
    within: int | None
    unknown: int | None
    log10_ratio: float | None


@dataclass(frozen=True)
class Knowledge:
    """What callers knew against what files held; `told` counts the calls of which it was told."""

    told: int | None
    rows: tuple[KnowledgeRow, ...]


@dataclass(frozen=True)
class Pictures:
    """All that the dashboard draws; `lexis` is None while there is no call, `shares` until they are estimated.

    `identifiability` is None where no call could be used, and in runs from before it was computed; `knowledge`,
    `overview`, `vendors` and `paths` in runs from before they were asked for, `paths` also in runs of a written
    extract, which holds no plans; `alarms` until `flask alarm` has looked.
    """

    lexis: Lexis | None
    lags: tuple[LagCurve, ...]
    vendor_stage: tuple[StageCell, ...]
    forest: tuple[ForestRow, ...]
    calendar: Calendar
    shares: tuple[ShareRow, ...] | None = None
    identifiability: Identifiability | None = None
    knowledge: Knowledge | None = None
    overview: Overview | None = None
    vendors: Vendors | None = None
    paths: Paths | None = None
    alarms: Alarms | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote, after a way through JSON."""
        return _decoded(cls, data)


# A plane of a thousand squares would otherwise read the same annotations a thousand times.
_hints = cache(get_type_hints)


def _decoded(shape: Any, value: Any) -> Any:
    if isinstance(shape, UnionType):
        inner = [option for option in get_args(shape) if option is not NoneType]
        return None if value is None else _decoded(inner[0], value)
    if get_origin(shape) is tuple:
        item = get_args(shape)
        return tuple(_decoded(item[0], one) for one in value)
    if isinstance(shape, type) and hasattr(shape, "__dataclass_fields__"):
        hints = _hints(shape)
        # A picture saved before a field was thought of has that field's default.
        return shape(**{name: _decoded(hints[name], value[name]) for name in hints if name in value})
    return value
