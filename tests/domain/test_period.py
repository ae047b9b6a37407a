"""Days are Shanghai days, periods are half-open, instants are aware."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.period import Period, as_utc, day_number, day_of, end_of, local_day, start_of

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
DAYS = st.dates(date(1992, 1, 1), date(2100, 1, 1))  # before, Shanghai knew summer time


def test_the_first_day_is_in_and_the_last_is_out() -> None:
    assert date(2026, 3, 1) in MARCH
    assert date(2026, 3, 31) in MARCH
    assert date(2026, 4, 1) not in MARCH
    assert MARCH.days == 31


def test_a_period_ends_after_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2026, 3, 1), date(2026, 3, 1))


def test_an_evening_in_london_is_the_next_day_in_shanghai() -> None:
    assert local_day(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert local_day(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == date(2026, 3, 1)


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        as_utc(datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


@given(DAYS)
def test_a_day_begins_and_ends_in_itself(day: date) -> None:
    assert local_day(start_of(day)) == local_day(end_of(day)) == day
    assert end_of(day) + timedelta(microseconds=1) == start_of(day + timedelta(days=1))


@given(DAYS, st.integers(-12, 14))
def test_the_offset_of_writing_does_not_matter(day: date, hours: int) -> None:
    assert local_day(start_of(day).astimezone(timezone(timedelta(hours=hours)))) == day


@given(DAYS)
def test_day_numbers_lead_back(day: date) -> None:
    assert day_of(day_number(day)) == day
