"""registrations.csv on its way in: the registry's own totals, by hospital and month."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from portal.domain.period import local_day
from portal.files.refusal import BadCell, Reason, Refusal
from portal.files.registration_rows import COLUMNS, RegistrationReader, RegistrationRow
from portal.files.registry_rows import read_rows
from portal.files.tables import Block, Layout
from portal.intake.former_names import current_names
from portal.intake.importing import CHANGED, KNOWN, NEW, Outcome
from portal.storage import hospitals, registrations
from portal.storage.database import Connection
from portal.storage.registrations import Counted


@dataclass(frozen=True, slots=True)
class Registrations:
    """The kind of file."""

    name: str = "registrations"
    required: tuple[str, ...] = COLUMNS
    optional: tuple[str, ...] = ()

    def prepare(self, layout: Layout, connection: Connection, at: datetime) -> "RegistrationLanding":
        """Get ready for a file with this layout."""
        known = hospitals.districts_by_hospital(connection).keys()
        return RegistrationLanding(layout, RegistrationReader(known, current_names(connection), local_day(at)))


@dataclass(slots=True)
class RegistrationLanding:
    """Takes the blocks of one file; a file that counts one hospital's month twice must agree with itself."""

    layout: Layout
    reader: RegistrationReader
    _said: dict[Counted, int] = field(default_factory=dict)

    def read(self, block: Block) -> tuple[list[tuple[int, RegistrationRow]], dict[int, Refusal]]:
        """The readable rows, and the refusals of the others by place."""
        return read_rows(block, self.layout, COLUMNS, self.reader.read)

    def land(
        self, connection: Connection, block: Block, rows: list[tuple[int, RegistrationRow]], refused: dict[int, Refusal]
    ) -> Counter[str]:
        """Add totals; what a later file says otherwise is the registry's correction."""
        known = registrations.totals(connection)
        counts: Counter[str] = Counter()
        wanted: dict[Counted, int] = {}
        for place, row in rows:
            where = Counted(row.hospital, row.month)
            said = self._said.setdefault(where, row.total)
            if said != row.total:
                bad = BadCell("registrations", str(row.total), Reason.CONTRADICTS, known=str(said))
                refused[place] = bad.at(block.lines[place])
                continue
            before = wanted.get(where, known.get(where))
            wanted[where] = row.total
            counts[NEW if before is None else KNOWN if before == row.total else CHANGED] += 1
        registrations.put(connection, wanted)
        return counts

    def finish(self, outcome: Outcome) -> None:
        """Nothing but the rows themselves."""
