"""Where one mother's record went: the files that held it, and who had it before which of her calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from portal.domain.period import local_day
from portal.domain.recipient import ExportPlan, ExportRun, unfulfilled
from portal.domain.report import Call, Card
from portal.domain.vocabulary import DatePrecision, Precision

VAGUE = frozenset({Precision.WEEK, Precision.MONTH})  # too vague to stand before or after a file


@dataclass(frozen=True, slots=True)
class Leaving:
    """The day on which a file left; `planned` where a plan stands in for an export that nobody recorded."""

    day: date
    planned: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """Recipients whose files held her record on the very same days: her calls cannot tell them apart."""

    recipients: tuple[str, ...]
    leavings: tuple[Leaving, ...]

    @property
    def since(self) -> date:
        """The day of the first file."""
        return self.leavings[0].day


@dataclass(frozen=True, slots=True)
class Step:
    """Calls before which the same recipients had her record; oldest first, `recipients` in alphabetical order."""

    calls: tuple[Call, ...]
    recipients: tuple[str, ...]


def exactly_registered(card: Card) -> bool:
    """Whether the day of registration is known, without which no file can be said to hold her."""
    return card.registered_on is not None and card.registered_precision is DatePrecision.DAY


def trails_of(
    card: Card, district: str | None, actual: Sequence[ExportRun], plans: Sequence[ExportPlan], at: datetime
) -> list[Trail]:
    """Whose files held her record up to a moment, by the first one; a plan counts where no run replaces it."""
    left = [run for run in actual if run.exported_at <= at]
    promised = [run for plan in plans for run in plan.runs() if run.exported_at <= at]
    held: dict[str, set[Leaving]] = {}
    for run in [*left, *unfulfilled(promised, left)]:
        if _holds(run, card, district):
            held.setdefault(run.recipient, set()).add(Leaving(local_day(run.exported_at), run.planned))
    ordered = {name: tuple(sorted(days, key=lambda one: (one.day, one.planned))) for name, days in held.items()}
    together: dict[tuple[date, ...], list[str]] = {}
    for name in sorted(ordered):
        together.setdefault(tuple(one.day for one in ordered[name]), []).append(name)
    return [Trail(tuple(names), _joint([ordered[name] for name in names])) for _, names in sorted(together.items())]


def steps_of(calls: Sequence[Call], trails: Sequence[Trail]) -> list[Step]:
    """Her calls with who had her record on a day before; those of which only a week or month is known are left out."""
    told = sorted((call for call in calls if call.precision not in VAGUE), key=lambda call: call.called_at)
    runs = groupby(told, key=lambda call: _held_before(local_day(call.called_at), trails))
    return [Step(tuple(of_step), recipients) for recipients, of_step in runs]


def _holds(run: ExportRun, card: Card, district: str | None) -> bool:
    inside = exactly_registered(card) and card.registered_on in run.registered
    return inside and run.scope.covers(card.hospital or "", district or "")


def _joint(leavings: Sequence[tuple[Leaving, ...]]) -> tuple[Leaving, ...]:
    """The same days; planned where it was so for any of them."""
    days = zip(*leavings, strict=True)
    return tuple(Leaving(of_day[0].day, any(one.planned for one in of_day)) for of_day in days)


def _held_before(day: date, trails: Sequence[Trail]) -> tuple[str, ...]:
    """A record counts as held from the day after the file, as in the analysis."""
    return tuple(sorted(name for trail in trails if trail.since < day for name in trail.recipients))
