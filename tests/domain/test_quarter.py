"""Quarters, and when their tables are due."""

from datetime import date

from portal.domain.quarter import Quarter, due, next_release


def test_a_quarter_has_its_days_and_its_name() -> None:
    quarter = Quarter.of(date(2026, 9, 30))
    assert (str(quarter), quarter.period.start, quarter.period.until) == (
        "2026-Q3",
        date(2026, 7, 1),
        date(2026, 10, 1),
    )
    assert Quarter.read("2026-Q3") == quarter
    assert [Quarter.read(wrong) for wrong in ("2026-Q5", "0000-Q1", "2026Q3", "２０２６-Q1", "")] == [None] * 5
    assert str(Quarter(2026, 4).following) == "2027-Q1"


def test_tables_are_due_on_the_twentieth_after_the_quarter() -> None:
    last = Quarter(2026, 3)
    assert last.due_on == date(2026, 10, 20)
    assert due(date(2026, 10, 19), since=last) == []
    assert due(date(2026, 10, 20), since=Quarter(2026, 2)) == [Quarter(2026, 2), last]
    assert (next_release(date(2026, 10, 19)), next_release(date(2026, 10, 20))) == (last, Quarter(2026, 4))
