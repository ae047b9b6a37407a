"""Importing reports, against pandas reading the same file: `python -m benchmarks.imports [ROWS] [DATABASE_URL]`.

CPU seconds of this process, so that a busy machine changes little; medians of three rounds, reading and importing in
turn. On PostgreSQL the server's own CPU is not in the figure.
"""

import csv
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import xlsxwriter

from portal.domain.period import LOCAL_ZONE
from portal.domain.vocabulary import VendorType
from portal.intake import importing
from portal.intake.registry_imports import Hospitals
from portal.intake.report_imports import Reports
from portal.storage import upgrade
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

ROUNDS = 3
CALLS_A_MOTHER = 12
LINES = 5_000  # vendors ring from call centres: a number is met again and again
NOW = datetime(2026, 6, 1, tzinfo=UTC)
HEADER = (
    "mother", "tier", "hospital", "registered_on", "due_on", "reported_at", "called_at", "precision", "channel",
    "caller_number", "vendor_type", "knew",
)  # fmt: skip


def rows(count: int) -> list[tuple[str, ...]]:
    """Invented reports, the calls of a mother together."""
    rng = random.Random(20261123)  # noqa: S311 - invented data
    vendors = [vendor.value for vendor in VendorType]
    made = []
    for number in range(count):
        mother = number // CALLS_A_MOTHER
        registered = datetime(2025, 1, 1, tzinfo=LOCAL_ZONE) + timedelta(days=mother % 300)
        called = registered + timedelta(minutes=rng.randrange(250 * 1440) // 2)
        told = called + timedelta(days=rng.randrange(9))
        made.append(
            (
                f"m{mother:07d}", "2", f"医院{mother % 40}", f"{registered:%Y-%m-%d}",
                f"{registered + timedelta(days=190):%Y-%m-%d}", told.isoformat(), called.isoformat(), "minute", "call",
                f"0755{20_000_000 + rng.randrange(LINES) * 37:08d}", rng.choice(vendors), "name;due_date",
            )
        )  # fmt: skip
    return made


def measure(count: int, url: str | None) -> dict[str, dict[str, float]]:
    """Seconds of reading and of importing, and their ratio, by kind of file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {"csv": folder / "reports.csv", "xlsx": folder / "reports.xlsx"}
        _write(files, rows(count))
        readers: dict[str, Callable[[], object]] = {
            "csv": lambda: pd.read_csv(files["csv"], dtype=str, na_filter=False),
            "xlsx": lambda: pd.read_excel(files["xlsx"], dtype=str, engine="calamine"),
        }
        found = {}
        for kind, read in readers.items():
            reading, importing_ = [], []
            for turn in range(ROUNDS):
                reading.append(_seconds(read))
                importing_.append(_import(files[kind], folder / f"{kind}{turn}", url))
            ours, theirs = statistics.median(importing_), statistics.median(reading)
            found[kind] = {"read": theirs, "import": ours, "ratio": ours / theirs}
    return found


def _import(path: Path, folder: Path, url: str | None) -> float:
    folder.mkdir()
    store = Store(url or f"sqlite:///{folder / 'portal.db'}")
    if url:
        upgrade.downgrade(store, "base")
    upgrade.upgrade(store)
    hospitals = folder / "hospitals.csv"
    hospitals.write_text("hospital,district\n" + "".join(f"医院{number},区{number % 8}\n" for number in range(40)))
    importing.run(hospitals, Hospitals(), store=store, at=NOW)
    vault = Vault(keyring.create(folder / "keys.json"))
    spent = _seconds(lambda: importing.run(path, Reports(vault), store=store, at=NOW))
    store.close()
    return spent


def _write(files: dict[str, Path], made: list[tuple[str, ...]]) -> None:
    with files["csv"].open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        out.writerows(made)
    with xlsxwriter.Workbook(str(files["xlsx"]), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADER, *made]):
            sheet.write_row(place, 0, row)


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for kind, figures in measure(size, sys.argv[2] if len(sys.argv) > 2 else None).items():
        print(f"{size} rows, {kind}: " + ", ".join(f"{name} {value:.2f}" for name, value in figures.items()))
