"""Whose files held her record, and before which of her calls."""

from datetime import UTC, date, datetime
from uuid import UUID

from portal.domain.period import LOCAL_ZONE, Period
from portal.domain.recipient import ExportPlan, ExportRun, Scope
from portal.domain.report import Call, Card
from portal.domain.trail import steps_of, trails_of
from portal.domain.vocabulary import DatePrecision, Precision, VendorType

HOSPITAL, DISTRICT = "宁川市妇幼保健院", "江岸区"
CARD = Card(HOSPITAL, registered_on=date(2025, 11, 3), due_on=date(2026, 5, 20))
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NOVEMBER = Period(date(2025, 11, 1), date(2025, 12, 1))


def run(name: str, day: date, period: Period = NOVEMBER, **scope: frozenset[str]) -> ExportRun:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL_ZONE)
    return ExportRun(name, at, period, Scope(**scope))


def call(day: date, precision: Precision = Precision.DAY) -> Call:
    at = datetime(day.year, day.month, day.day, 10, tzinfo=LOCAL_ZONE)
    return Call(UUID(int=1), UUID(int=day.toordinal()), at, at, precision, VendorType.INSURANCE)


def told(actual: list[ExportRun], plans: list[ExportPlan] | None = None, card: Card = CARD) -> list[tuple]:
    found = trails_of(card, DISTRICT, actual, plans or [], NOW)
    return [(trail.recipients, [(one.day, one.planned) for one in trail.leavings]) for trail in found]


def test_only_files_that_hold_her_registration_and_her_place_are_on_her_trail() -> None:
    day = date(2025, 12, 5)
    actual = [
        run("甲", day, hospitals=frozenset({HOSPITAL})),
        run("乙", day, districts=frozenset({"青山区"})),
        run("丙", day, Period(date(2025, 11, 4), date(2025, 12, 1))),
        run("丁", date(2026, 3, 3)),
    ]
    assert told(actual) == [(("甲",), [(day, False)])]


def test_recipients_of_the_same_days_stand_together_and_the_earlier_one_first() -> None:
    early, late = date(2025, 12, 1), date(2025, 12, 5)
    actual = [run("乙", late), run("甲", late), run("丙", early), run("丙", late)]
    assert told(actual) == [(("丙",), [(early, False), (late, False)]), (("甲", "乙")[::-1], [(late, False)])]


def test_a_plan_stands_in_only_where_no_actual_run_replaces_it() -> None:
    plans = [ExportPlan(name, 5, Period(date(2025, 12, 1), date(2026, 6, 1))) for name in ("甲", "乙")]
    day = date(2025, 12, 9)
    assert told([run("甲", day)], plans) == [(("乙",), [(date(2025, 12, 5), True)]), (("甲",), [(day, False)])]


def test_without_the_day_of_registration_no_file_is_said_to_hold_her() -> None:
    month = Card(HOSPITAL, registered_on=date(2025, 11, 1), registered_precision=DatePrecision.MONTH)
    assert told([run("甲", date(2025, 12, 5))], card=month) == told([run("甲", date(2025, 12, 5))], card=Card()) == []


def test_without_a_hospital_only_files_of_everybody_hold_her() -> None:
    card = Card(registered_on=date(2025, 11, 3))
    day = date(2025, 12, 5)
    trails = trails_of(card, None, [run("甲", day, districts=frozenset({DISTRICT})), run("乙", day)], [], NOW)
    assert [trail.recipients for trail in trails] == [("乙",)]


def test_a_call_on_the_day_of_a_file_did_not_follow_it() -> None:
    day = date(2025, 12, 5)
    trails = trails_of(CARD, DISTRICT, [run("甲", day), run("乙", date(2025, 12, 20))], [], NOW)
    calls = [call(date(2026, 1, 1)), call(day), call(date(2025, 12, 6)), call(date(2025, 12, 7))]
    steps = steps_of(calls, trails)
    assert [(len(step.calls), step.recipients) for step in steps] == [(1, ()), (2, ("甲",)), (1, ("乙", "甲"))]


def test_a_call_of_which_only_the_week_is_known_is_neither_before_nor_after() -> None:
    assert steps_of([call(date(2025, 12, 6), Precision.WEEK), call(date(2025, 12, 6), Precision.MONTH)], []) == []
