"""Where a day lies in her pregnancy or after the birth, as she is shown it; and what deserves a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from portal.domain.period import as_local, local_day
from portal.domain.pregnancy import gestational_day, stage_on
from portal.domain.report import CallDraft, Card
from portal.domain.vocabulary import DatePrecision, Precision, Stage

Day = TypeVar("Day", bound=date)  # a date, or an instant

DAYS_OF_A_WEEK = 7
HALF_A_DAY = timedelta(hours=12)
NEXT_DAYS = timedelta(days=7)
MOST_MENDS = 3
VAGUE = (Precision.WEEK, Precision.MONTH)
FIRST_WAKING_HOUR = 6  # nobody sells formula at three in the morning: a slip between 3 and 15 o'clock is likelier
STILL_TONIGHT = timedelta(hours=6)  # a call told within hours of it is no slip of half a day


class QuestionCode(StrEnum):
    """What may well be true, but is asked again before it is sent."""

    BEFORE_PREGNANCY = "before_pregnancy"
    BEFORE_CARD = "before_card"
    AT_NIGHT = "at_night"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in words' reach: the stage, and completed weeks before the birth or days after it."""

    stage: Stage
    week: int | None = None
    days_after_birth: int | None = None
    before_pregnancy: bool = False
    about: bool = False


def moment_of(day: date, card: Card, precision: Precision = Precision.DAY) -> Moment | None:
    """The moment of a day; None where neither due date nor birth is known."""
    stage = stage_on(day, due_on=card.due_on, born_on=card.born_on)
    birth = card.born_on or card.due_on
    if stage is None or birth is None:
        return None
    about = precision in (Precision.WEEK, Precision.MONTH) or (
        card.born_on is None and card.due_precision is not DatePrecision.DAY
    )
    if day >= birth:
        return Moment(stage, days_after_birth=(day - birth).days, about=about)
    age = gestational_day(card.due_on or birth, day)
    about = about or card.due_on is None
    return Moment(stage, week=age // DAYS_OF_A_WEEK, before_pregnancy=age < 0, about=about)


def questions(call: CallDraft, card: Card, told_at: datetime) -> list[QuestionCode]:
    """What to ask again about a call; an answer is never forced."""
    day, found = local_day(call.called_at), []
    moment = moment_of(day, card, call.precision)
    if moment and moment.before_pregnancy:
        found.append(QuestionCode.BEFORE_PREGNANCY)
    elif _certainly_before_card(day, card, call.precision):
        found.append(QuestionCode.BEFORE_CARD)
    if _at_night(call) and told_at - call.called_at > STILL_TONIGHT:
        found.append(QuestionCode.AT_NIGHT)
    return found


def likelier(called_at: datetime, now: datetime) -> list[datetime]:
    """What she may have meant by a time that cannot be: the same time yesterday, half a day before, a year before."""
    here, meant = as_local(called_at), as_local(now)
    found: list[datetime] = []
    if here > meant:
        if here.date() == meant.date():
            found = [here - HALF_A_DAY, here - timedelta(days=1)]
        elif here.date() - meant.date() <= NEXT_DAYS:
            found = [datetime.combine(meant.date(), here.timetz()), here - timedelta(days=DAYS_OF_A_WEEK)]
        found.append(_in_year(here, here.year - 1))
    else:
        found = [_in_year(here, meant.year), _in_year(here, meant.year - 1)]
    return [one for one in dict.fromkeys(found) if one <= meant][:MOST_MENDS]


def likelier_days(day: date, latest: date) -> list[date]:
    """The same where no clock was told: the latest day that can be, the same weekday before, the year before."""
    if day > latest:
        near = [latest, day - timedelta(days=DAYS_OF_A_WEEK)] if day - latest <= NEXT_DAYS else []
        found = [*near, _in_year(day, day.year - 1)]
    else:
        found = [_in_year(day, latest.year), _in_year(day, latest.year - 1)]
    return [one for one in dict.fromkeys(found) if one <= latest][:MOST_MENDS]


def likelier_than_asked(call: CallDraft, asked: Sequence[QuestionCode], told_at: datetime) -> list[date]:
    """What she may have meant by a time that is asked about: the afternoon of a small hour, the next year."""
    if call.called_until is not None or call.precision in VAGUE:
        return []
    here = as_local(call.called_at)
    found = [here + HALF_A_DAY] if QuestionCode.AT_NIGHT in asked else []
    if {QuestionCode.BEFORE_CARD, QuestionCode.BEFORE_PREGNANCY} & set(asked):
        found.append(_in_year(here, here.year + 1))
    past = [one for one in found if one <= told_at]
    return [one.date() for one in past] if call.precision is Precision.DAY else list(past)


def _in_year(here: Day, year: int) -> Day:
    leap_day = (here.month, here.day) == (2, 29)
    return here.replace(year=year, day=28) if leap_day else here.replace(year=year)


def _at_night(call: CallDraft) -> bool:
    to_the_hour = call.precision in (Precision.MINUTE, Precision.HOUR)
    return to_the_hour and as_local(call.called_at).hour < FIRST_WAKING_HOUR


def _certainly_before_card(day: date, card: Card, precision: Precision) -> bool:
    if card.registered_on is None or precision in VAGUE:
        return False
    return card.registered_precision is DatePrecision.DAY and day < card.registered_on
