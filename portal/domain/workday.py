"""Working days in mainland China: weekends, public holidays and make-up workdays (调休).

The only module that knows the holidays library. Holidays of a year are announced in the autumn before; days beyond the
last announcement are answered by the standing rules and marked provisional.
"""

from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

# The State Council announces a year's make-up workdays in the November before; the library carries them from then on.
LAST_ANNOUNCED_YEAR = 2026
LONGEST_SPAN_DAYS = 366 * 20


class SpanTooLong(ValueError):
    """More days than any legal clock runs."""


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether offices are open on a day."""
    return _calendar().is_working_day(day)


def is_public_holiday(day: date) -> bool:
    """Whether a day is a public holiday (a weekend that is none is not)."""
    return day in _calendar()


def is_provisional(day: date) -> bool:
    """Whether the make-up workdays around a day have not been announced yet."""
    return day.year > LAST_ANNOUNCED_YEAR


def working_days_between(start: date, end: date) -> int:
    """Working days after `start`, up to and including `end`; 0 where `end` is not later."""
    if (end - start).days > LONGEST_SPAN_DAYS:
        raise SpanTooLong(f"{start} to {end}")
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


def after_working_days(start: date, count: int) -> date:
    """The day on which the `count`-th working day after `start` falls."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")
