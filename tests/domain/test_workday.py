"""Working days as the State Council announced them for 2026."""

from datetime import date

import pytest

from portal.domain.workday import (
    SpanTooLong,
    after_working_days,
    is_provisional,
    is_public_holiday,
    is_working_day,
    working_days_between,
)


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert is_working_day(date(2026, 2, 14)) and is_working_day(date(2026, 2, 28))


def test_an_ordinary_saturday_and_a_public_holiday_are_not() -> None:
    assert not is_working_day(date(2026, 3, 7)) and not is_public_holiday(date(2026, 3, 7))
    assert not is_working_day(date(2026, 10, 1)) and is_public_holiday(date(2026, 10, 1))


def test_a_span_over_spring_festival_counts_make_up_days_and_not_the_day_it_starts() -> None:
    assert working_days_between(date(2026, 2, 13), date(2026, 2, 28)) == 6
    assert working_days_between(date(2026, 2, 28), date(2026, 2, 13)) == 0


def test_the_first_working_day_after_september_2026_lies_behind_national_day() -> None:
    assert after_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_both_directions_agree_on_every_start_of_a_year() -> None:
    for month in range(1, 13):
        start = date(2026, month, 1)
        assert working_days_between(start, after_working_days(start, 15)) == 15


def test_years_not_yet_announced_are_provisional() -> None:
    assert is_provisional(date(2027, 1, 1)) and not is_provisional(date(2026, 12, 31))


def test_a_span_longer_than_any_clock_is_refused() -> None:
    with pytest.raises(SpanTooLong):
        working_days_between(date(1990, 1, 1), date(2026, 1, 1))
