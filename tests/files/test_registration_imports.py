"""The registry's totals on their way in, as CSV and as a workbook, on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.domain.month import Month
from portal.files.refusal import Reason
from portal.intake import importing, places
from portal.intake.importing import CHANGED, KNOWN, NEW, Outcome
from portal.intake.registration_imports import Registrations
from portal.storage import hospitals, registrations
from portal.storage.registrations import Counted
from tests.files.conftest import Desk, read_csv, write_csv, write_xlsx

MARCH, APRIL = Month(2026, 3), Month(2026, 4)


def total(**changes: Any) -> dict[str, Any]:
    return {"hospital": "晨曦医院", "month": "2026-03", "registrations": "210"} | changes


def take(desk: Desk, *rows: dict[str, Any], **options: Any) -> Outcome:
    return desk.take(write_csv(desk.folder / "registrations.csv", rows), Registrations(), **options)


def kept(desk: Desk) -> dict[Counted, int]:
    with desk.store.read() as connection:
        return registrations.totals(connection)


def test_totals_land_once_and_a_later_file_corrects_them(desk: Desk) -> None:
    assert take(desk, total(), total(month="2026-04", registrations="0")).counts[NEW] == 2
    again = take(desk, total(), total(month="2026-04", registrations="0"))
    assert (again.counts[KNOWN], again.changed_something) == (2, False)

    corrected = take(desk, total(registrations="214"), total(hospital="望潮医院"))

    assert (corrected.counts[CHANGED], corrected.counts[NEW]) == (1, 1)
    assert kept(desk) == {
        Counted("晨曦医院", MARCH): 214, Counted("晨曦医院", APRIL): 0, Counted("望潮医院", MARCH): 210,
    }  # fmt: skip


def test_a_rehearsal_says_what_would_come_in_and_changes_nothing(
    desk: Desk, contents: Callable[[], dict[str, list[Any]]]
) -> None:
    before = contents()
    outcome = take(desk, total(), total(month="2026-13"), dry_run=True)
    assert (outcome.counts[NEW], outcome.refused, outcome.refused_file) == (1, 1, None)
    assert contents() == before


def test_an_import_leaves_one_entry_without_a_hospitals_name(
    desk: Desk, contents: Callable[[], dict[str, list[Any]]]
) -> None:
    take(desk, total(), total(month="2026-13"))
    entry = contents()["journal"][-1]
    assert (entry.verb, entry.details["new"], entry.details["refused"]) == ("import.registrations", 1, 1)
    assert "晨曦医院" not in str(entry)


@pytest.mark.parametrize(
    "written", ["2026-03", "2026/3", "2026年3月", "2026年3月份", "202603", "2026-03-01", "2026/3/1"]
)
def test_a_month_is_read_however_an_office_writes_it(desk: Desk, written: str) -> None:
    take(desk, total(month=written))
    assert kept(desk) == {Counted("晨曦医院", MARCH): 210}


IMPOSSIBLE: list[tuple[dict[str, str], str, Reason]] = [
    ({"hospital": "没有的医院"}, "hospital", Reason.UNKNOWN_HOSPITAL),
    ({"hospital": ""}, "hospital", Reason.MISSING),
    ({"month": ""}, "month", Reason.MISSING),
    ({"month": "2026-13"}, "month", Reason.NOT_A_MONTH),
    ({"month": "2026-00"}, "month", Reason.NOT_A_MONTH),
    ({"month": "2026-03-02"}, "month", Reason.NOT_A_MONTH),
    ({"month": "0026-03"}, "month", Reason.NOT_A_MONTH),
    ({"month": "2026.1"}, "month", Reason.NOT_A_MONTH),
    ({"month": "三月"}, "month", Reason.NOT_A_MONTH),
    ({"month": "2026-06"}, "month", Reason.MONTH_NOT_OVER),
    ({"registrations": ""}, "registrations", Reason.MISSING),
    ({"registrations": "1,234"}, "registrations", Reason.NOT_A_NUMBER),
    ({"registrations": "-1"}, "registrations", Reason.NOT_A_NUMBER),
    ({"registrations": "12.5"}, "registrations", Reason.NOT_A_NUMBER),
    ({"registrations": "1000001"}, "registrations", Reason.NOT_A_NUMBER),
    ({"registrations": "211"}, "registrations", Reason.CONTRADICTS),
]


def test_what_cannot_be_is_refused_with_line_and_column_and_can_be_mended(desk: Desk) -> None:
    outcome = take(desk, total(), *(total(**changes) for changes, _, _ in IMPOSSIBLE), total(month="2026-05"))

    assert outcome.counts[NEW] == 2
    assert [(one.line, one.column, one.reason) for one in outcome.refusals] == [
        (line, column, reason) for line, (_, column, reason) in enumerate(IMPOSSIBLE, 3)
    ]
    assert outcome.refused_file
    rows = read_csv(outcome.refused_file)
    assert [row["refused_column"] for row in rows] == [column for _, column, _ in IMPOSSIBLE]
    assert take(desk, *[row | total(month="2026-05") for row in rows]).refused == 0


def test_a_month_may_come_in_on_the_first_local_day_after_it(desk: Desk) -> None:
    path = write_csv(desk.folder / "registrations.csv", [total(month="2026-06")])
    at = {"before": datetime(2026, 6, 30, 15, 59, tzinfo=UTC), "after": datetime(2026, 6, 30, 16, 0, tzinfo=UTC)}
    taken = {
        when: importing.run(path, Registrations(), store=desk.store, at=moment).accepted for when, moment in at.items()
    }
    assert taken == {"before": 0, "after": 1}


def test_a_workbook_with_real_dates_and_numbers_says_the_same_as_the_csv(desk: Desk, tmp_path: Path) -> None:
    rows = [
        total(month=date(2026, 3, 1), registrations=210), total(month=datetime(2026, 4, 1), registrations=198.0),  # noqa: DTZ001 - a spreadsheet knows no zone
        total(hospital="望潮医院", month=202603, registrations=77), total(month=date(2026, 5, 2), registrations=1),
    ]  # fmt: skip
    outcome = desk.take(write_xlsx(tmp_path / "totals.xlsx", rows), Registrations())

    assert [(one.line, one.column, one.reason) for one in outcome.refusals] == [(5, "month", Reason.NOT_A_MONTH)]
    assert outcome.refused_file
    assert outcome.refused_file.suffix == ".xlsx"
    assert kept(desk) == {
        Counted("晨曦医院", MARCH): 210, Counted("晨曦医院", APRIL): 198, Counted("望潮医院", MARCH): 77,
    }  # fmt: skip


def test_a_renamed_hospital_is_still_understood_by_its_former_name(desk: Desk) -> None:
    with desk.store.read() as connection:
        number = hospitals.ids_by_name(connection)["晨曦医院"]
    take(desk, total())
    places.rename(number, name="晨曦妇幼医院", by="a", at=datetime(2026, 6, 1, tzinfo=UTC), store=desk.store)

    take(desk, total(month="2026-04"))

    assert set(kept(desk)) == {Counted("晨曦妇幼医院", MARCH), Counted("晨曦妇幼医院", APRIL)}
