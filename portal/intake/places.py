"""Hospitals as an administrator keeps them: the list by district, a list that comes in, a name that changes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from portal.domain.disclosure import suppressed_all
from portal.domain.journal import Entry
from portal.domain.period import local_day
from portal.domain.sent_months import SentMonths, sent_months
from portal.files import cells
from portal.files.csv_table import open_csv
from portal.files.in_memory import InMemory
from portal.files.refusal import Refusal
from portal.files.refused_rows import ADDED
from portal.files.registry_rows import HOSPITAL_COLUMNS
from portal.files.tables import ZIP, FileProblem, UnreadableFile, layout_of
from portal.intake import former_names
from portal.intake.importing import CHANGES
from portal.intake.registry_imports import HospitalLanding
from portal.storage import exports, hospitals, imports, journal, registrations
from portal.storage.database import Store


class HospitalMissing(LookupError):
    """No such hospital."""


class NameTaken(ValueError):
    """Another hospital bears that name, or bore it."""


class RefusedRows(ValueError):
    """Some rows cannot be; nothing of the file came in."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(str(len(refusals)))
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class Place:
    """A hospital; its complaints are None where they are few."""

    id: int
    name: str
    district: str
    reports: int | None
    former: list[str]


def listed(*, store: Store) -> dict[str, list[Place]]:
    """The hospitals of each district."""
    with store.read() as connection:
        rows, former = hospitals.with_reports(connection), former_names.by_current_name(connection)
    shown = suppressed_all([row.reports for row in rows])
    grouped: dict[str, list[Place]] = {}
    for row, reports in zip(rows, shown, strict=True):
        place = Place(row.id, row.name, row.district, reports, former.get(row.name, []))
        grouped.setdefault(row.district, []).append(place)
    return grouped


def totals_sent(*, at: datetime, store: Store) -> SentMonths:
    """Which months of registration totals each hospital has sent."""
    with store.read() as connection:
        rows, sent = hospitals.by_district(connection), registrations.sent(connection)
    return sent_months(rows, sent, local_day(at))


def receive(content: bytes, *, by: str, at: datetime, store: Store) -> Counter[str]:
    """Bring in a hospitals.csv that was sent, all of it or nothing; how many were new, known and moved."""
    if content.startswith(ZIP):  # a workbook may unpack to gigabytes: the command line reads those
        raise UnreadableFile(FileProblem.NOT_A_TABLE)
    table = open_csv(InMemory(content))
    landing = HospitalLanding(layout_of(table.header, required=HOSPITAL_COLUMNS, optional=(), own=ADDED))
    counts: Counter[str] = Counter()
    refusals: list[Refusal] = []
    with store.write() as connection:
        imports.begin(connection)
        for block in table.blocks():
            rows, refused = landing.read(block)
            counts += landing.land(connection, block, rows, refused)
            refusals += [refused[place] for place in sorted(refused)]
        if refusals:
            raise RefusedRows(refusals)
        if any(counts[change] for change in CHANGES):
            details = {name: count for name, count in sorted(counts.items()) if count}
            journal.append(connection, Entry(at, by, "import.hospitals", f"file:{table.digest}", details))
    return counts


def rename(hospital_id: int, *, name: str, by: str, at: datetime, store: Store) -> None:
    """Give a hospital another name: complaints, exports and plans follow, and the journal keeps the old one."""
    after = cells.without_separator("hospital", cells.required("hospital", name, cells.LONGEST))
    with store.write() as connection:
        imports.begin(connection)
        before = hospitals.hold_name(connection, hospital_id)
        if before is None:
            raise HospitalMissing(str(hospital_id))
        # Going back to a name of its own is a renaming as well; another hospital's former name would be ambiguous.
        former = former_names.current_names(connection).get(after, before)
        if after in hospitals.ids_by_name(connection) or former != before:
            raise NameTaken(after)
        hospitals.rename(connection, hospital_id, after)
        exports.rename_hospital(connection, before, after)
        details = {"before": before, "after": after}
        journal.append(connection, Entry(at, by, former_names.RENAME, former_names.HOSPITALS, details))
