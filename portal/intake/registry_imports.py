"""hospitals.csv and exports.csv on their way in."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from portal.domain.recipient import ExportRun
from portal.files.refusal import BadCell, Reason, Refusal
from portal.files.registry_rows import (
    EXPORT_COLUMNS,
    EXPORT_OPTIONAL,
    HOSPITAL_COLUMNS,
    ExportReader,
    Hospital,
    read_hospital,
    read_rows,
)
from portal.files.tables import Block, Layout
from portal.intake.former_names import current_names
from portal.intake.importing import CHANGED, IN_FUTURE, KNOWN, NEW, Outcome
from portal.storage import exports, hospitals
from portal.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Hospitals:
    """The kind of file."""

    name: str = "hospitals"
    required: tuple[str, ...] = HOSPITAL_COLUMNS
    optional: tuple[str, ...] = ()

    def prepare(self, layout: Layout, connection: Connection, at: datetime) -> "HospitalLanding":
        """Get ready for a file with this layout."""
        return HospitalLanding(layout)


@dataclass(slots=True)
class HospitalLanding:
    """Takes the blocks of one file; a hospital that the file names twice must lie in one district."""

    layout: Layout
    _said: dict[str, str] = field(default_factory=dict)

    def read(self, block: Block) -> tuple[list[tuple[int, Hospital]], dict[int, Refusal]]:
        """The readable rows, and the refusals of the others by place."""
        return read_rows(block, self.layout, HOSPITAL_COLUMNS, read_hospital)

    def land(
        self, connection: Connection, block: Block, rows: list[tuple[int, Hospital]], refused: dict[int, Refusal]
    ) -> Counter[str]:
        """Add hospitals, and move those that lie in another district by now."""
        known, current = hospitals.districts_by_hospital(connection), current_names(connection)
        counts: Counter[str] = Counter()
        wanted: dict[str, str] = {}
        for place, read in rows:
            # A list that is older than a renaming does not bring the old name back.
            hospital = Hospital(current.get(read.name, read.name), read.district)
            said = self._said.setdefault(hospital.name, hospital.district)
            if said != hospital.district:
                bad = BadCell("district", hospital.district, Reason.CONTRADICTS, known=said)
                refused[place] = bad.at(block.lines[place])
                continue
            before = wanted.get(hospital.name, known.get(hospital.name))
            wanted[hospital.name] = hospital.district
            counts[NEW if before is None else KNOWN if before == hospital.district else CHANGED] += 1
        hospitals.put(connection, wanted)
        return counts

    def finish(self, outcome: Outcome) -> None:
        """Nothing but the rows themselves."""


@dataclass(frozen=True, slots=True)
class Exports:
    """The kind of file."""

    name: str = "exports"
    required: tuple[str, ...] = EXPORT_COLUMNS
    optional: tuple[str, ...] = EXPORT_OPTIONAL

    def prepare(self, layout: Layout, connection: Connection, at: datetime) -> "ExportLanding":
        """Get ready for a file with this layout."""
        return ExportLanding(layout, ExportReader(hospitals.districts_by_hospital(connection), at))


@dataclass(frozen=True, slots=True)
class ExportLanding:
    """Takes the blocks of one file."""

    layout: Layout
    reader: ExportReader

    def read(self, block: Block) -> tuple[list[tuple[int, ExportRun]], dict[int, Refusal]]:
        """The readable rows, and the refusals of the others by place."""
        return read_rows(block, self.layout, (*EXPORT_COLUMNS, *EXPORT_OPTIONAL), self.reader.read)

    def land(
        self, connection: Connection, block: Block, rows: list[tuple[int, ExportRun]], refused: dict[int, Refusal]
    ) -> Counter[str]:
        """Record the runs that are not known yet."""
        return Counter(NEW if exports.put_run(connection, run) else KNOWN for _, run in rows)

    def finish(self, outcome: Outcome) -> None:
        """Say what was noticed in the whole file."""
        outcome.without_offset = self.reader.without_offset
        outcome.notices[IN_FUTURE] = self.reader.in_future
