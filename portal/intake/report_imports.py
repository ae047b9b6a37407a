"""reports.csv on its way in: mothers become complaints, rows become calls or quiet reports, words are sealed.

The first that is seen of a mother stands. A later row may fill in what was left open; one that contradicts it is
refused, whether the first came in the same file or years ago.
"""

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from uuid import UUID

from portal.domain.phone import classify
from portal.domain.report import Withdrawal
from portal.domain.vocabulary import DatePrecision
from portal.files.refusal import BadCell, Reason, Refusal
from portal.files.report_rows import OPTIONAL, REQUIRED, MotherSaid, ReportReader, ReportRow, refuse_impossible
from portal.files.tables import Block, Layout
from portal.intake.importing import IN_FUTURE, KNOWN, MOTHERS_FILLED_IN, MOTHERS_NEW, NEW, Outcome
from portal.storage import hospitals, imports
from portal.storage.database import Connection
from portal.storage.imports import CallRow, ImportedMother, Standing
from portal.vault.sealing import ComplaintKey, Place, WrappedKey
from portal.vault.vault import Vault

NOTES_OF_QUIET = "notes_of_quiet_reports"
SAID = tuple(one.name for one in fields(MotherSaid))
NOTHING = MotherSaid()


@dataclass(frozen=True, slots=True)
class Reports:
    """The kind of file."""

    vault: Vault
    name: str = "reports"
    required: tuple[str, ...] = REQUIRED
    optional: tuple[str, ...] = OPTIONAL

    def prepare(self, layout: Layout, connection: Connection, at: datetime) -> "ReportLanding":
        """Get ready for a file with this layout."""
        ids = hospitals.ids_by_name(connection)
        return ReportLanding(self.vault, ids, ReportReader(layout, ids.keys(), at))


@dataclass(slots=True)
class _Mother:
    """One mother while a block lands."""

    id: UUID
    is_new: bool
    agreed: MotherSaid
    withdrawn: bool = False
    stored_key: WrappedKey | None = None
    key: ComplaintKey | None = None
    first_reported: datetime | None = None
    changed: bool = False
    heard: MotherSaid = NOTHING


@dataclass(slots=True)
class ReportLanding:
    """Takes the blocks of one file."""

    vault: Vault
    hospital_ids: dict[str, int]
    reader: ReportReader
    _ids: dict[str, UUID] = field(default_factory=dict)
    _lines: dict[str, tuple[bytes | None, str]] = field(default_factory=dict)

    def read(self, block: Block) -> tuple[list[ReportRow], dict[int, Refusal]]:
        """The readable rows, and the refusals of the others by place."""
        return self.reader.read(block)

    def land(
        self, connection: Connection, block: Block, rows: list[ReportRow], refused: dict[int, Refusal]
    ) -> Counter[str]:
        """Bring the rows in; rows that contradict what is known are added to `refused`."""
        mothers = self._mothers(connection, rows)
        calls: list[CallRow] = []
        quiet: list[tuple[UUID, datetime]] = []
        new_keys: list[tuple[UUID, WrappedKey]] = []
        for row in rows:
            mother = mothers[self._ids[row.mother]]
            try:
                self._hear(mother, row)
            except BadCell as bad:
                refused[row.place] = bad.at(block.lines[row.place])
                continue
            if row.called_at is None:
                quiet.append((mother.id, row.reported_at))
            else:
                calls.append(self._call(mother, row, new_keys))
        new = [one for one in mothers.values() if one.is_new and one.first_reported]
        filled = [one for one in mothers.values() if one.changed and not one.is_new]
        imports.add_mothers(connection, [self._stored(one) for one in new])
        imports.fill_in(connection, [self._stored(one) for one in filled])
        imports.add_keys(connection, new_keys)
        added = imports.add_calls(connection, calls) + imports.add_quiet_reports(connection, quiet)
        imports.add_up(connection, {call.complaint_id for call in calls} | {one.id for one in (*new, *filled)})
        known = len(calls) + len(quiet) - added
        return Counter({NEW: added, KNOWN: known, MOTHERS_NEW: len(new), MOTHERS_FILLED_IN: len(filled)})

    def finish(self, outcome: Outcome) -> None:
        """Say what was noticed in the whole file."""
        outcome.without_offset = self.reader.without_offset
        outcome.notices[NOTES_OF_QUIET] = self.reader.quiet_with_notes
        outcome.notices[IN_FUTURE] = self.reader.in_future

    def _mothers(self, connection: Connection, rows: list[ReportRow]) -> dict[UUID, _Mother]:
        for name in {row.mother for row in rows} - self._ids.keys():
            self._ids[name] = self.vault.imported_complaint(name)
        ids = {self._ids[row.mother] for row in rows}
        standings = imports.standings(connection, sorted(ids))
        return {one: _from_standing(one, standings.get(one)) for one in ids}

    def _hear(self, mother: _Mother, row: ReportRow) -> None:
        if mother.withdrawn:
            raise BadCell("mother", row.mother, Reason.WITHDRAWN)
        if row.said is not mother.heard:
            agreed = _agreed(mother.agreed, row.said)
            mother.changed |= agreed != mother.agreed
            mother.agreed, mother.heard = agreed, row.said
        if mother.first_reported is None or row.reported_at < mother.first_reported:
            mother.first_reported = row.reported_at

    def _call(self, mother: _Mother, row: ReportRow, new_keys: list[tuple[UUID, WrappedKey]]) -> CallRow:
        codes = row.codes
        number, notes = row.caller_number, row.notes
        fingerprint = self.vault.fingerprint(
            (
                mother.id.hex, str(row.called_at), str(row.reported_at), codes.precision, codes.channel, number,
                str(codes.vendor), str(codes.knew), notes,
            )
        )  # fmt: skip
        call_id = UUID(bytes=fingerprint[:16])
        index, kind = self._line(number) if number else (None, None)
        key = self._key(mother, new_keys)
        return CallRow(
            mother.id,
            call_id,
            row.reported_at,
            row.called_at,
            codes.precision,
            None,
            codes.channel,
            codes.vendor,
            codes.knew,
            key.seal(number, Place("calls", "caller_sealed", call_id)) if number else None,
            index,
            kind,
            key.seal(notes, Place("calls", "notes_sealed", call_id)) if notes else None,
            fingerprint,
        )

    def _line(self, number: str) -> tuple[bytes | None, str]:
        """What the caller's number is recognised by; vendors ring many mothers, so it is read once a file."""
        found = self._lines.get(number)
        if found is None:
            caller = classify(number)
            found = self._lines[number] = (self.vault.caller_index(caller), caller.kind)
        return found

    def _key(self, mother: _Mother, new_keys: list[tuple[UUID, WrappedKey]]) -> ComplaintKey:
        if mother.key is None:
            if mother.stored_key is not None:
                mother.key = self.vault.unwrap(mother.id, mother.stored_key)
            else:
                mother.key, wrapped = self.vault.new_key(mother.id)
                new_keys.append((mother.id, wrapped))
        return mother.key

    def _stored(self, mother: _Mother) -> ImportedMother:
        said = mother.agreed
        return ImportedMother(
            id=mother.id,
            created_at=mother.first_reported,
            tier=said.tier,
            hospital_id=self.hospital_ids.get(said.hospital) if said.hospital else None,
            registered_on=said.registered_on,
            registered_precision=said.registered_precision or DatePrecision.DAY,
            due_on=said.due_on,
            born_on=said.born_on,
            issuer=said.issuer,
        )


def _from_standing(mother_id: UUID, standing: Standing | None) -> _Mother:
    if standing is None:
        return _Mother(mother_id, is_new=True, agreed=NOTHING)
    precision = None if standing.registered_precision is DatePrecision.DAY else standing.registered_precision
    said = {name: getattr(standing, name) for name in SAID} | {"registered_precision": precision}
    withdrawn = standing.withdrawal in (Withdrawal.CASES, Withdrawal.ERASED)
    return _Mother(mother_id, False, MotherSaid(**said), withdrawn, standing.key)


def _agreed(known: MotherSaid, said: MotherSaid) -> MotherSaid:
    """Both together; what is left open contradicts nothing."""
    more = {}
    for name in SAID:
        new, old = getattr(said, name), getattr(known, name)
        if new is None or new == old:
            continue
        if old is not None:
            raise BadCell(name, str(new), Reason.CONTRADICTS, known=str(old))
        more[name] = new
    if not more:
        return known
    both = replace(known, **more)
    refuse_impossible(both)
    return both
