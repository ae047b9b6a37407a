"""The weeks of which she told, and the stages through which they run."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from portal.domain.period import LOCAL_ZONE, Period
from portal.domain.pregnancy import stage_on
from portal.domain.report import Call, Card
from portal.domain.timeline import bands_of, span_of, weeks_of
from portal.domain.vocabulary import Channel, Precision, Stage, VendorType

CARD = Card("宁川市妇幼保健院", registered_on=date(2025, 12, 1), due_on=date(2026, 6, 30))
UNDATED = Card("宁川市妇幼保健院", registered_on=date(2025, 12, 1))
TODAY = date(2026, 3, 5)


def call(day: date, vendor: VendorType = VendorType.INFANT_FORMULA) -> Call:
    at = datetime(day.year, day.month, day.day, 0, 30, tzinfo=LOCAL_ZONE)
    return Call(
        complaint_id=UUID(int=1), id=UUID(int=2), reported_at=at, called_at=at, precision=Precision.DAY,
        vendor_type=vendor, channel=Channel.CALL,
    )  # fmt: skip


def test_calls_of_one_week_stand_together_and_the_week_begins_on_monday() -> None:
    monday, sunday = date(2026, 3, 2), date(2026, 3, 8)
    calls = [call(sunday), call(monday), call(sunday + timedelta(days=1), VendorType.INSURANCE)]
    first, second = weeks_of(calls, [date(2026, 3, 4)], CARD)
    assert (first.start, first.last, first.calls, first.quiet) == (
        monday,
        sunday,
        {VendorType.INFANT_FORMULA: 2},
        True,
    )
    assert (second.start, second.calls, second.quiet) == (date(2026, 3, 9), {VendorType.INSURANCE: 1}, False)


def test_the_day_of_a_call_is_the_local_one() -> None:
    (week,) = weeks_of([call(date(2026, 3, 2))], [], CARD)  # half past midnight here, still Sunday in UTC
    assert week.start == date(2026, 3, 2)


def test_a_quiet_week_is_a_week_too() -> None:
    (week,) = weeks_of([], [date(2026, 3, 4)], CARD)
    assert (week.quiet, dict(week.calls), week.stage) == (True, {}, Stage.SECOND_TRIMESTER)


def test_the_picture_runs_from_the_first_day_of_pregnancy_to_day_100() -> None:
    span = span_of([], CARD, TODAY)
    assert span == Period(date(2025, 9, 23), date(2026, 10, 9))


def test_what_was_told_outside_is_inside_the_picture() -> None:
    weeks = weeks_of([call(date(2025, 8, 1)), call(date(2027, 1, 1))], [], CARD)
    span = span_of(weeks, CARD, date(2027, 1, 2))
    assert all(week.start in span and week.last in span for week in weeks)


def test_without_due_and_birth_date_it_is_by_date_only() -> None:
    assert bands_of(span_of([], UNDATED, TODAY), UNDATED) == []
    assert span_of([], Card(), TODAY) == Period(TODAY - timedelta(weeks=8), TODAY + timedelta(days=1))


def test_the_bands_are_the_stages_day_by_day_without_a_gap() -> None:
    for card in (CARD, Card(born_on=date(2026, 1, 31)), Card(due_on=date(2026, 6, 30), born_on=date(2026, 5, 1))):
        span = span_of([], card, date(2026, 12, 31))
        bands = bands_of(span, card)
        assert [band.stage for band in bands] == list(Stage)
        assert all(one.days.until == next_one.days.start for one, next_one in pairwise(bands))
        for band in bands:
            for day in (band.days.start, band.days.until - timedelta(days=1)):
                assert stage_on(day, due_on=card.due_on, born_on=card.born_on) is band.stage


def test_before_the_pregnancy_there_is_no_stage_to_show() -> None:
    weeks = weeks_of([call(date(2025, 1, 6))], [], CARD)
    bands = bands_of(span_of(weeks, CARD, TODAY), CARD)
    assert bands[0].days.start == date(2025, 9, 23)
