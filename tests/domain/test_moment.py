"""She is shown weeks and days, never asked for them; what looks like a slip is asked again."""

from datetime import date, datetime, timedelta

import pytest

from portal.domain.moment import (
    Moment,
    QuestionCode,
    likelier,
    likelier_days,
    likelier_than_asked,
    moment_of,
    questions,
)
from portal.domain.period import LOCAL_ZONE
from portal.domain.report import CallDraft, Card
from portal.domain.vocabulary import DatePrecision, Precision, Stage, VendorType

DUE = date(2026, 7, 1)
CARD = Card(registered_on=date(2025, 12, 1), due_on=DUE)
TOLD_AT = datetime(2026, 6, 30, 12, 0, tzinfo=LOCAL_ZONE)


def call(at: datetime, precision: Precision = Precision.MINUTE) -> CallDraft:
    return CallDraft(at, precision, VendorType.INFANT_FORMULA)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("before_due", "moment"),
    [
        (280, Moment(Stage.FIRST_TRIMESTER, week=0)),
        (280 - 76, Moment(Stage.FIRST_TRIMESTER, week=10)),
        (280 - 77, Moment(Stage.FIRST_TRIMESTER, week=11)),
        (1, Moment(Stage.THIRD_TRIMESTER, week=39)),
        (0, Moment(Stage.CONFINEMENT, days_after_birth=0)),
        (-5, Moment(Stage.CONFINEMENT, days_after_birth=5)),
    ],
)
def test_completed_weeks_before_the_birth_and_days_after_it(before_due: int, moment: Moment) -> None:
    assert moment_of(DUE - timedelta(days=before_due), CARD) == moment


def test_nothing_is_said_without_a_date_to_count_from() -> None:
    assert moment_of(DUE, Card()) is None


def test_an_approximate_due_date_makes_an_approximate_week() -> None:
    vague = Card(due_on=DUE, due_precision=DatePrecision.MONTH)
    assert moment_of(DUE - timedelta(days=70), vague).about
    assert moment_of(DUE - timedelta(days=70), CARD, Precision.WEEK).about
    assert not moment_of(DUE - timedelta(days=70), CARD).about


def test_days_after_a_known_birth_are_exact_and_weeks_before_it_are_not() -> None:
    born = Card(born_on=DUE)
    assert not moment_of(DUE + timedelta(days=3), born).about
    assert moment_of(DUE - timedelta(days=3), born).about


def test_a_call_before_the_pregnancy_is_asked_about() -> None:
    early = call(local(2025, 9, 1, 10, 0))
    assert questions(early, CARD, TOLD_AT) == [QuestionCode.BEFORE_PREGNANCY]


def test_a_call_before_the_registration_is_asked_about_and_not_refused() -> None:
    assert questions(call(local(2025, 11, 30, 10, 0)), CARD, TOLD_AT) == [QuestionCode.BEFORE_CARD]
    assert questions(call(local(2025, 12, 1, 10, 0)), CARD, TOLD_AT) == []


def test_vague_dates_raise_no_question() -> None:
    before = local(2025, 11, 30, 10, 0)
    vague = Card(registered_on=date(2025, 12, 1), registered_precision=DatePrecision.MONTH, due_on=DUE)
    assert questions(call(before), vague, TOLD_AT) == []
    assert questions(call(before, Precision.WEEK), CARD, TOLD_AT) == []


def test_a_call_in_the_small_hours_may_be_a_slip_of_half_a_day() -> None:
    assert questions(call(local(2026, 3, 5, 3, 22)), CARD, TOLD_AT) == [QuestionCode.AT_NIGHT]
    assert questions(call(local(2026, 3, 5, 6, 0)), CARD, TOLD_AT) == []


def test_a_call_told_in_the_same_night_is_believed() -> None:
    at = local(2026, 3, 5, 3, 22)
    assert questions(call(at), CARD, at + timedelta(minutes=5)) == []


NOON_OF_MARCH_5 = datetime(2026, 3, 5, 12, 0, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ((2026, 3, 5, 14, 0), [(2026, 3, 5, 2, 0), (2026, 3, 4, 14, 0), (2025, 3, 5, 14, 0)]),
        ((2026, 3, 6, 9, 0), [(2026, 3, 5, 9, 0), (2026, 2, 27, 9, 0), (2025, 3, 6, 9, 0)]),
        ((2026, 3, 6, 14, 0), [(2026, 2, 27, 14, 0), (2025, 3, 6, 14, 0)]),
        ((2026, 12, 1, 9, 0), [(2025, 12, 1, 9, 0)]),
        ((1926, 3, 1, 9, 0), [(2026, 3, 1, 9, 0), (2025, 3, 1, 9, 0)]),
        ((2028, 2, 29, 9, 0), []),
    ],
)
def test_what_she_may_have_meant_by_a_time_that_cannot_be(told: tuple[int, ...], meant: list[tuple[int, ...]]) -> None:
    found = likelier(datetime(*told, tzinfo=LOCAL_ZONE), NOON_OF_MARCH_5)
    assert found == [datetime(*one, tzinfo=LOCAL_ZONE) for one in meant]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (date(2026, 3, 6), [date(2026, 3, 5), date(2026, 2, 27), date(2025, 3, 6)]),
        (date(2026, 12, 1), [date(2025, 12, 1)]),
        (date(1926, 3, 1), [date(2026, 3, 1), date(2025, 3, 1)]),
        (date(2028, 2, 29), []),
    ],
)
def test_what_she_may_have_meant_by_a_day_that_cannot_be(told: date, meant: list[date]) -> None:
    assert likelier_days(told, date(2026, 3, 5)) == meant


def test_a_small_hour_may_be_an_afternoon() -> None:
    found = likelier_than_asked(call(local(2026, 3, 5, 3, 22)), [QuestionCode.AT_NIGHT], TOLD_AT)
    assert found == [local(2026, 3, 5, 15, 22)]


def test_a_day_before_the_card_may_be_one_of_the_next_year() -> None:
    early = [QuestionCode.BEFORE_CARD]
    assert likelier_than_asked(call(local(2025, 3, 5, 12), Precision.DAY), early, TOLD_AT) == [date(2026, 3, 5)]
    assert likelier_than_asked(call(local(2025, 11, 30, 10)), early, TOLD_AT) == []  # that is still to come


@pytest.mark.parametrize("precision", [Precision.WEEK, Precision.MONTH])
def test_a_vague_time_has_no_likelier_one(precision: Precision) -> None:
    vague = call(local(2025, 3, 5, 12), precision)
    assert likelier_than_asked(vague, [QuestionCode.BEFORE_PREGNANCY], TOLD_AT) == []
