"""The quarterly tables: who is counted, when they are released, and that a quarter is said once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, update

from portal.casework.disclosing import Released, Subtractable, check
from portal.casework.releases import release_due
from portal.domain.opendata import TOTAL, Place, TableName
from portal.domain.quarter import Quarter
from portal.domain.vocabulary import Stage, VendorType
from portal.storage import journal, released
from portal.storage.database import Store
from portal.storage.schema import calls, complaints, hospitals

QUARTER = Quarter(2026, 1)
REPORTED = datetime(2026, 2, 3, 4, 0, tzinfo=UTC)
DUE = datetime(2026, 4, 20, 1, 0, tzinfo=UTC)
ALL = Place(TableName.VENDOR_STAGE, TOTAL, TOTAL)


@pytest.fixture
def city(store: Store) -> Store:
    """Two districts of three hospitals each, and sixty mothers who may be published."""
    with store.write() as connection:
        for number in range(6):
            connection.execute(
                insert(hospitals).values(id=number, name=f"医院{number}", district="晨曦区" if number < 3 else "云溪区")
            )
    add(store, 60)
    return store


def add(store: Store, mothers: int, *, first: int = 0, **told: Any) -> None:
    """So many mothers, each with a late call of one kind and an early one of another."""
    with store.write() as connection:
        for number in range(first, first + mothers):
            row = {
                "id": UUID(int=number + 1), "created_at": REPORTED, "origin": "portal", "hospital_id": number % 6,
                "registered_precision": "day", "due_precision": "day", "due_on": date(2026, 6, 1), "tier": 1,
                "status": "received", "withdrawal": "none", "may_publish": True,
            }  # fmt: skip
            connection.execute(insert(complaints).values(row | told))
            for place, vendor in enumerate((VendorType.INFANT_FORMULA, VendorType.LANUGO_BRUSH)):
                connection.execute(
                    insert(calls).values(
                        complaint_id=row["id"], id=UUID(int=place + 1), reported_at=REPORTED, precision="day",
                        called_at=REPORTED - timedelta(days=9 * place), channel="call", vendor_type=vendor,
                    )
                )  # fmt: skip


def test_each_mother_is_counted_once_at_her_earliest_call(city: Store) -> None:
    (release,) = release_due(store=city, at=DUE)
    assert release.quarter == QUARTER
    assert release.cells[ALL] == 60
    assert release.cells[Place(TableName.VENDOR_STAGE, VendorType.LANUGO_BRUSH, Stage.SECOND_TRIMESTER)] == 60
    assert release.cells[Place(TableName.VENDOR_MONTH, VendorType.LANUGO_BRUSH, "2026-02")] == 60
    assert release.cells[Place(TableName.DISTRICT_QUARTER, "晨曦区", "2026-Q1")] == 30
    assert released.read(city) == [release]


@pytest.mark.parametrize(
    "told",
    [
        {"may_publish": False, "withdrawal": "publication"},
        {"tier": 0},
        {"status": "closed", "closing_note": "duplicate"},
        {"created_at": datetime(2026, 4, 1, tzinfo=UTC)},
    ],
)
def test_nobody_else_is_counted(city: Store, told: dict[str, Any]) -> None:
    add(city, 40, first=100, **told)
    assert release_due(store=city, at=DUE)[0].cells[ALL] == 60


def test_whose_words_stay_private_is_counted_all_the_same(city: Store) -> None:
    add(city, 40, first=100, may_publish=False)
    assert release_due(store=city, at=DUE)[0].cells[ALL] == 100


def test_a_closed_case_that_is_no_double_is_counted(city: Store) -> None:
    add(city, 40, first=100, status="closed", closing_note="counted")
    assert release_due(store=city, at=DUE)[0].cells[ALL] == 100


def test_nothing_is_released_before_its_day_nor_twice(city: Store) -> None:
    assert release_due(store=city, at=datetime(2026, 4, 19, 15, 59, tzinfo=UTC)) == []
    assert len(release_due(store=city, at=DUE, dry_run=True)) == 1
    assert released.read(city) == []
    assert len(release_due(store=city, at=DUE)) == 1
    assert release_due(store=city, at=DUE + timedelta(days=60)) == []
    with city.read() as connection:
        assert [entry.verb for entry in journal.about(connection, "2026-Q1")] == ["release.tables"]


def test_a_release_that_was_forgotten_is_made_up_for(city: Store) -> None:
    made = release_due(store=city, at=datetime(2026, 10, 25, tzinfo=UTC))
    assert [str(release.quarter) for release in made] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert [release.cells[ALL] for release in made] == [60, None, None]


def test_who_withdraws_afterwards_changes_no_released_figure(city: Store) -> None:
    before = release_due(store=city, at=DUE)
    with city.write() as connection:
        connection.execute(update(complaints).values(may_publish=False, withdrawal="publication"))
    release_due(store=city, at=DUE + timedelta(days=100))
    assert released.read(city)[0] == before[0]


def test_without_reports_nothing_is_due(store: Store) -> None:
    assert release_due(store=store, at=DUE) == []


def test_the_ledger_stands_before_the_database(city: Store) -> None:
    (first,) = release_due(store=city, at=DUE)
    before, again = (Released(QUARTER.period, cells) for cells in (first.cells, dict(first.cells) | {ALL: 90}))
    with pytest.raises(Subtractable):
        check(again, [before])
