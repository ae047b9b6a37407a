"""The parts of a day by which people remember, and how exactly a range of time is known."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.domain.period import LOCAL_ZONE
from portal.domain.vocabulary import Precision

DAYS_OF_A_WEEK = 7
DAYS_OF_A_MONTH = 31


class DayPart(StrEnum):
    """A part of a day in which vendors call."""

    EARLY = "early"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


HOURS = {
    DayPart.EARLY: (6, 9),
    DayPart.MORNING: (9, 12),
    DayPart.NOON: (12, 14),
    DayPart.AFTERNOON: (14, 18),
    DayPart.EVENING: (18, 22),
    DayPart.NIGHT: (22, 24),
}


class RangeTooLong(ValueError):
    """Two days that lie more than a month apart say too little of one call."""


def part_of(day: date, part: DayPart) -> tuple[datetime, datetime]:
    """The beginning and the end of a part of a day."""
    first, last = (timedelta(hours=hour) for hour in HOURS[part])
    midnight = datetime.combine(day, time(0), LOCAL_ZONE)
    return midnight + first, midnight + last


def between(first: date, last: date) -> tuple[datetime, datetime, Precision]:
    """The beginning of the earlier day, the end of the later one, and the precision that this comes to."""
    start, end = sorted((first, last))
    days = (end - start).days + 1
    if days > DAYS_OF_A_MONTH:
        raise RangeTooLong(days)
    precision = Precision.DAY if days == 1 else Precision.WEEK if days <= DAYS_OF_A_WEEK else Precision.MONTH
    until = datetime.combine(end + timedelta(days=1), time(0), LOCAL_ZONE)
    return datetime.combine(start, time(0), LOCAL_ZONE), until, precision
