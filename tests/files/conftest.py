"""Files as an office would send them, and a database that knows two hospitals."""

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from portal.intake import importing
from portal.intake.importing import Kind, Outcome
from portal.intake.registry_imports import Exports, Hospitals
from portal.intake.report_imports import Reports
from portal.storage.database import Store
from portal.storage.schema import metadata
from portal.vault import keyring
from portal.vault.vault import Vault

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
HOSPITALS = [{"hospital": "晨曦医院", "district": "晨曦区"}, {"hospital": "望潮医院", "district": "望潮区"}]
CALL = {
    "mother": "m1",
    "tier": "2",
    "hospital": "晨曦医院",
    "registered_on": "2025-11-03",
    "due_on": "2026-05-20",
    "reported_at": "2026-03-02T20:00:00+08:00",
    "called_at": "2026-03-01T10:43:00+08:00",
    "precision": "minute",
    "channel": "call",
    "caller_number": "075543147167",
    "vendor_type": "infant_formula",
    "knew": "name;due_date",
    "notes": "说是医院给的名单",
}
EXPORT = {
    "recipient": "宁川市人口计生局",
    "exported_at": "2025-12-05T02:00:00+08:00",
    "registered_from": "2025-11-01",
    "registered_until": "2025-12-01",
    "districts": "",
    "hospitals": "",
    "columns": "name;phone",
}


def call(**changes: str) -> dict[str, str]:
    """A row of reports.csv; what a test is about stands in `changes`."""
    return CALL | changes


def export(**changes: str) -> dict[str, str]:
    """A row of exports.csv."""
    return EXPORT | changes


def write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """A CSV file with the columns of the first row."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A workbook; datetimes, dates and numbers become real ones."""
    rows = list(rows)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(rows[0]))
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, list(row.values()))
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(keyring.create(tmp_path_factory.mktemp("keys") / "keys.json"))


class Desk:
    """Somebody who imports files."""

    def __init__(self, store: Store, vault: Vault, folder: Path) -> None:
        self.store, self.vault, self.folder = store, vault, folder

    def reports(self, *rows: Mapping[str, str], **options: Any) -> Outcome:
        return self.take(write_csv(self.folder / "reports.csv", rows), Reports(self.vault), **options)

    def exports(self, *rows: Mapping[str, str], **options: Any) -> Outcome:
        return self.take(write_csv(self.folder / "exports.csv", rows), Exports(), **options)

    def hospitals(self, *rows: Mapping[str, str], **options: Any) -> Outcome:
        return self.take(write_csv(self.folder / "hospitals.csv", rows), Hospitals(), **options)

    def take(self, path: Path, kind: Kind, **options: Any) -> Outcome:
        return importing.run(path, kind, store=self.store, at=NOW, **options)


@pytest.fixture
def desk(store: Store, vault: Vault, tmp_path: Path) -> Desk:
    found = Desk(store, vault, tmp_path)
    found.hospitals(*HOSPITALS)
    return found


@pytest.fixture
def contents(store: Store) -> Callable[[], dict[str, list[Any]]]:
    """Everything that the database holds."""

    def read() -> dict[str, list[Any]]:
        with store.read() as connection:
            return {
                table.name: connection.execute(select(table).order_by(*table.primary_key.columns)).all()
                for table in metadata.sorted_tables
            }

    return read
