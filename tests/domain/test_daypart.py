"""How people remember a time, and how exact that is."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from portal.domain.daypart import DayPart, RangeTooLong, between, part_of
from portal.domain.period import LOCAL_ZONE
from portal.domain.vocabulary import Precision

DAY = date(2026, 3, 4)


def test_a_part_of_a_day_has_hours() -> None:
    assert part_of(DAY, DayPart.AFTERNOON) == (
        datetime(2026, 3, 4, 14, tzinfo=LOCAL_ZONE),
        datetime(2026, 3, 4, 18, tzinfo=LOCAL_ZONE),
    )


def test_every_part_ends_after_it_begins() -> None:
    assert all(start < end for start, end in (part_of(DAY, part) for part in DayPart))


def test_the_night_ends_with_its_day() -> None:
    assert part_of(DAY, DayPart.NIGHT)[1] == datetime(2026, 3, 5, tzinfo=LOCAL_ZONE)


def test_no_part_overlaps_the_next() -> None:
    parts = [part_of(DAY, part) for part in DayPart]
    assert all(end == start for (_, end), (start, _) in pairwise(parts))


@pytest.mark.parametrize(
    ("last", "precision"),
    [(4, Precision.DAY), (5, Precision.WEEK), (10, Precision.WEEK), (11, Precision.MONTH), (31, Precision.MONTH)],
)
def test_a_range_is_as_exact_as_it_is_short(last: int, precision: Precision) -> None:
    start, end, found = between(DAY, date(2026, 3, last))
    assert found is precision
    assert (start, end) == (
        datetime(2026, 3, 4, tzinfo=LOCAL_ZONE),
        between(date(2026, 3, last), date(2026, 3, last))[1],
    )


def test_days_the_wrong_way_round_are_the_same_range() -> None:
    assert between(date(2026, 3, 9), DAY) == between(DAY, date(2026, 3, 9))


def test_more_than_a_month_says_too_little() -> None:
    with pytest.raises(RangeTooLong):
        between(DAY, date(2026, 4, 4))
