"""Hospitals, exports and plans on their way in, on both databases."""

from collections.abc import Callable
from typing import Any

from portal.files.refusal import Reason
from portal.intake import plans
from portal.intake.importing import CHANGED, IN_FUTURE, KNOWN, NEW
from portal.storage import exports, hospitals
from tests.files.conftest import HOSPITALS, NOW, Desk, export


def test_hospitals_are_added_known_or_moved(desk: Desk) -> None:
    outcome = desk.hospitals(
        HOSPITALS[0], {"hospital": "望潮医院", "district": "晨曦区"}, {"hospital": "新医院", "district": "新区"}
    )

    assert (outcome.counts[KNOWN], outcome.counts[CHANGED], outcome.counts[NEW]) == (1, 1, 1)
    with desk.store.read() as connection:
        assert hospitals.districts_by_hospital(connection)["望潮医院"] == "晨曦区"


def test_hospitals_that_cannot_be_are_refused(desk: Desk) -> None:
    outcome = desk.hospitals(
        HOSPITALS[0],
        {"hospital": "晨曦医院", "district": "望潮区"},
        {"hospital": "", "district": "望潮区"},
        {"hospital": "新;医院", "district": "望潮区"},
        {"hospital": "医" * 121, "district": "望潮区"},
    )

    assert [(one.column, one.reason) for one in outcome.refusals] == [
        ("district", Reason.CONTRADICTS),
        ("hospital", Reason.MISSING),
        ("hospital", Reason.HOLDS_SEPARATOR),
        ("hospital", Reason.TOO_LONG),
    ]


def test_an_export_lands_once_with_its_scope_and_open_list_of_columns(desk: Desk) -> None:
    row = export(districts="晨曦区", hospitals="望潮医院", columns="name;微信号", rows="120", sha256="A" * 64)

    assert desk.exports(row).counts[NEW] == 1
    assert desk.exports(row).changed_something is False

    with desk.store.read() as connection:
        (run,) = exports.runs(connection)
    assert (run.scope.districts, run.scope.hospitals, run.columns) == ({"晨曦区"}, {"望潮医院"}, {"name", "微信号"})
    assert (run.rows, run.sha256) == (120, "a" * 64)


def test_an_export_after_this_machines_clock_is_taken_and_counted_aloud(desk: Desk) -> None:
    outcome = desk.exports(export(exported_at="2099-12-05T02:00:00+08:00"))

    assert outcome.counts[NEW] == 1
    assert outcome.notices[IN_FUTURE] == 1


IMPOSSIBLE_EXPORTS: list[tuple[dict[str, str], str, Reason]] = [
    ({"recipient": "甲 | 乙"}, "recipient", Reason.RESERVED_NAME),
    ({"recipient": " registration "}, "recipient", Reason.RESERVED_NAME),
    ({"recipient": ""}, "recipient", Reason.MISSING),
    ({"exported_at": "2025-12-05"}, "exported_at", Reason.NO_TIME_OF_DAY),
    ({"registered_until": "2025-11-01"}, "registered_until", Reason.PERIOD_BACKWARDS),
    ({"registered_from": "2025-13-01"}, "registered_from", Reason.NOT_A_DATE),
    ({"districts": "晨曦区;没有的区"}, "districts", Reason.UNKNOWN_DISTRICT),
    ({"hospitals": "没有的医院"}, "hospitals", Reason.UNKNOWN_HOSPITAL),
    ({"rows": "-1"}, "rows", Reason.NOT_A_NUMBER),
    ({"rows": str(2**63)}, "rows", Reason.NOT_A_NUMBER),
    ({"sha256": "abc"}, "sha256", Reason.NOT_A_DIGEST),
]


def test_exports_that_cannot_be_are_refused_and_the_others_land(desk: Desk) -> None:
    outcome = desk.exports(
        export(rows="", sha256=""), *(export(**changes) for changes, _, _ in IMPOSSIBLE_EXPORTS), export(rows="7")
    )

    assert outcome.counts[NEW] == 2
    assert [(one.line, one.column, one.reason) for one in outcome.refusals] == [
        (line, column, reason) for line, (_, column, reason) in enumerate(IMPOSSIBLE_EXPORTS, 3)
    ]


def test_a_time_without_an_offset_is_counted(desk: Desk) -> None:
    assert desk.exports(export(exported_at="2025-12-05 02:00")).without_offset == 1


def test_a_plan_is_recorded_once_and_an_actual_run_replaces_its_planned_one(
    desk: Desk, contents: Callable[[], dict[str, list[Any]]]
) -> None:
    wanted: dict[str, Any] = {
        "recipient": "宁川市人口计生局", "day_of_month": 5, "start": NOW.date().replace(year=2025, month=11, day=1),
        "until": NOW.date().replace(year=2026, month=3, day=1), "store": desk.store, "at": NOW,
    }  # fmt: skip
    assert plans.add(**wanted)
    assert not plans.add(**wanted)
    assert contents()["journal"][-1].verb == "plan.add"

    assert [still for _, still in plans.known(store=desk.store)] == [4]
    desk.exports(export())
    assert [still for _, still in plans.known(store=desk.store)] == [3]
