"""Files against their plan: on time, late, never left, still due, outside of it, or without any."""

from datetime import UTC, date, datetime

from portal.domain.data_path import Paths, registry
from portal.domain.period import Period
from portal.domain.recipient import ExportPlan, ExportRun, Scope

NAME = "甲局"
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def run(month: int, day: int, *, rows: int | None = None, columns: str = "name", scope: Scope = Scope()) -> ExportRun:  # noqa: B008 - frozen
    """A file that left in a month, over the month before."""
    period = Period(date(2025, month - 1, 1), date(2025, month, 1))
    return ExportRun(NAME, datetime(2025, month, day, 4, tzinfo=UTC), period, scope, frozenset({columns}), rows)


def standings(runs: list[ExportRun], as_of: date, day: int = 5, valid: Period = YEAR) -> list[tuple[str, str]]:
    found = registry([NAME], runs, [ExportPlan(NAME, day, valid)], as_of)
    return [(one.day, one.standing) for one in found.paths[0].runs]


def only(found: Paths):
    return found.paths[0]


def test_a_file_may_wait_for_three_days_and_is_late_on_the_fourth() -> None:
    valid = Period(date(2025, 3, 1), date(2025, 5, 1))
    found = registry([NAME], [run(3, 8), run(4, 9)], [ExportPlan(NAME, 5, valid)], date(2025, 6, 1))
    assert [(one.standing, one.planned_on, one.late_days) for one in only(found).runs] == [
        ("on_time", "2025-03-05", None),
        ("late", "2025-04-05", 4),
    ]


def test_what_never_left_is_skipped_and_what_may_still_leave_is_due() -> None:
    valid = Period(date(2025, 3, 1), date(2025, 6, 1))
    assert standings([run(3, 5)], date(2025, 5, 7), valid=valid) == [
        ("2025-03-05", "on_time"),
        ("2025-04-05", "skipped"),
        ("2025-05-05", "due"),
    ]


def test_a_second_file_over_the_same_days_is_outside_the_plan() -> None:
    valid = Period(date(2025, 3, 1), date(2025, 4, 1))
    assert standings([run(3, 5), run(3, 20)], date(2025, 6, 1), valid=valid) == [
        ("2025-03-05", "on_time"),
        ("2025-03-20", "unplanned"),
    ]


def test_without_a_plan_nothing_is_late() -> None:
    assert [one.standing for one in only(registry([NAME], [run(3, 30)], [], date(2025, 6, 1))).runs] == ["no_plan"]


def test_what_left_later_is_not_known_yet() -> None:
    assert only(registry([NAME], [run(6, 5)], [], date(2025, 5, 1))).runs == ()


def test_a_new_version_begins_where_the_columns_or_the_scope_change() -> None:
    area = Scope(frozenset({"晨曦区"}))
    runs = [run(2, 5), run(3, 5), run(4, 5, columns="due_date"), run(5, 5, columns="due_date", scope=area)]
    versions = only(registry([NAME], runs, [], date(2025, 6, 1))).versions
    assert [(one.since, one.until, one.runs) for one in versions] == [
        ("2025-02-05", "2025-03-05", 2),
        ("2025-04-05", "2025-04-05", 1),
        ("2025-05-05", "2025-05-05", 1),
    ]
    assert versions[2].districts == ("晨曦区",)


def test_the_rows_of_a_tiny_file_are_not_shown() -> None:
    runs = [run(2, 5, rows=3), run(3, 5, rows=300), run(4, 5)]
    assert [one.rows for one in only(registry([NAME], runs, [], date(2025, 6, 1))).runs] == [None, 300, None]
