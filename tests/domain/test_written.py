"""Days and times are read as people write them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.written import Unreadable, clock_from, day_from


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026-3-5",
        " 2026/3/5 ",
        "2026.03.05",
        "2026年3月5日",
        "2026 年 3 月 5 日",
        "２０２６－０３－０５",
        "２０２６年３月５日",
        "20260305",
        "２０２６／３／５",
    ],
)
def test_a_day_in_any_usual_way_of_writing(text: str) -> None:
    assert day_from(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "text", ["", "3月5日", "2026-02-30", "2026-13-01", "昨天", "05/03/2026", "2026-3", "20260-3-5"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        day_from(text)


@pytest.mark.parametrize(
    "text",
    ["14:22", "14：22", "１４：２２", "14点22分", "14点22", "14时22分", "1422", "下午2:22", "下午 2点22分", "14:22:09"],
)
def test_a_time_in_any_usual_way_of_writing(text: str) -> None:
    assert clock_from(text) == time(14, 22)


@pytest.mark.parametrize(
    ("text", "hour"), [("9点", 9), ("晚上8点", 20), ("中午12点", 12), ("凌晨3点", 3), ("上午10点", 10)]
)
def test_a_whole_hour_needs_no_minutes(text: str, hour: int) -> None:
    assert clock_from(text) == time(hour, 0)


@pytest.mark.parametrize("text", ["", "25:00", "14:61", "下午", "两点", "142", "14:22pm"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        clock_from(text)


@given(st.dates(date(1000, 1, 1)))
def test_what_a_picker_sends_is_read_back(day: date) -> None:
    assert day_from(day.isoformat()) == day


@given(st.times())
def test_what_a_clock_picker_sends_is_read_back(clock: time) -> None:
    assert clock_from(clock.strftime("%H:%M")) == time(clock.hour, clock.minute)
