"""Her own time: the stages that it runs through, and what she told of each week."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from portal.domain.period import Period, day_number, day_of, local_day
from portal.domain.pregnancy import HUNDRED_DAYS, conception_reference, stage_on
from portal.domain.report import Call, Card
from portal.domain.vocabulary import Stage, VendorType

A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
SHORTEST = 8 * A_WEEK  # of a picture without stages: one call alone is no line


@dataclass(frozen=True, slots=True)
class Band:
    """A stage, and the days on which she is in it."""

    stage: Stage
    days: Period


@dataclass(frozen=True, slots=True)
class Week:
    """From a Monday: how many calls for which goods, and whether she said that nobody had called."""

    start: date
    stage: Stage | None
    calls: Mapping[VendorType, int]
    quiet: bool

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.start + A_WEEK - A_DAY


def weeks_of(calls: Sequence[Call], quiet: Sequence[date], card: Card) -> list[Week]:
    """The weeks of which she told anything, oldest first; a range counts where it begins."""
    told = [(local_day(call.called_at), call.vendor_type) for call in calls]
    days = sorted([day for day, _ in told] + list(quiet))
    return [
        Week(
            start=start,
            stage=stage_on(next(of_week), due_on=card.due_on, born_on=card.born_on),
            calls=Counter(vendor for day, vendor in told if _monday(day) == start),
            quiet=any(_monday(day) == start for day in quiet),
        )
        for start, of_week in groupby(days, _monday)
    ]


def span_of(weeks: Sequence[Week], card: Card, today: date) -> Period:
    """The days to draw: the whole pregnancy to day 100 where its dates are known, and everything told in any case."""
    birth = card.born_on or card.due_on
    starts = [week.start for week in weeks] + ([card.registered_on] if card.registered_on else [])
    ends = [today + A_DAY] + [week.last + A_DAY for week in weeks]
    if birth is None:
        starts.append(today - SHORTEST)
    else:
        starts.append(conception_reference(card.due_on or birth))
        ends.append(birth + timedelta(days=HUNDRED_DAYS + 1))
    return Period(min(starts), max(ends))


def bands_of(span: Period, card: Card) -> list[Band]:
    """The stages through which the span runs, in order; none where neither due date nor birth is known."""
    birth = card.born_on or card.due_on
    if birth is None:
        return []
    first = max(span.start, conception_reference(card.due_on or birth))
    days = [day_of(number) for number in range(day_number(first), day_number(span.until))]
    runs = groupby(days, lambda day: stage_on(day, due_on=card.due_on, born_on=card.born_on))
    found = []
    for stage, run in runs:
        inside = list(run)
        if stage is not None:
            found.append(Band(stage, Period(inside[0], inside[-1] + A_DAY)))
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
