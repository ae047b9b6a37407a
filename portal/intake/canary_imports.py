"""Canaries and the calls on them on their way in: numbers and names only as keyed digests."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from portal.domain.canary import CanaryKind
from portal.files.canary_rows import (
    CALL_OPTIONAL,
    CALL_REQUIRED,
    CANARY_OPTIONAL,
    CANARY_REQUIRED,
    CanaryCallRow,
    CanaryReader,
    CanaryRow,
)
from portal.files.refusal import BadCell, Reason, Refusal
from portal.files.registry_rows import read_rows
from portal.files.tables import Block, Layout
from portal.intake.importing import CHANGED, IN_FUTURE, KNOWN, NEW, Outcome
from portal.storage import canaries
from portal.storage.canaries import CallPut, StoredCanary
from portal.storage.database import Connection
from portal.vault.vault import Vault

COUNTED = {CallPut.NEW: NEW, CallPut.KNOWN: KNOWN, CallPut.FILLED_IN: CHANGED}


@dataclass(frozen=True, slots=True)
class Canaries:
    """A filled plan: which of our numbers stands in which batch."""

    vault: Vault
    name: str = "canaries"
    required: tuple[str, ...] = CANARY_REQUIRED
    optional: tuple[str, ...] = CANARY_OPTIONAL

    def prepare(self, layout: Layout, connection: Connection, at: datetime) -> "CanaryLanding":
        """Get ready for a file with this layout."""
        return CanaryLanding(self.vault, layout, CanaryReader(at), at, canaries.recipient_ids(connection))


@dataclass(frozen=True, slots=True)
class CanaryCalls:
    """Calls that came on our numbers."""

    vault: Vault
    name: str = "canary_calls"
    required: tuple[str, ...] = CALL_REQUIRED
    optional: tuple[str, ...] = CALL_OPTIONAL

    def prepare(self, layout: Layout, connection: Connection, at: datetime) -> "CallLanding":
        """Get ready for a file with this layout."""
        return CallLanding(self.vault, layout, CanaryReader(at))


@dataclass(frozen=True, slots=True)
class CanaryLanding:
    """Takes the blocks of one filled plan."""

    vault: Vault
    layout: Layout
    reader: CanaryReader
    at: datetime
    recipients: dict[str, int]

    def read(self, block: Block) -> tuple[list[tuple[int, CanaryRow]], dict[int, Refusal]]:
        """The readable rows, and the refusals of the others by place."""
        return read_rows(block, self.layout, (*CANARY_REQUIRED, *CANARY_OPTIONAL), self._read)

    def land(
        self, connection: Connection, block: Block, rows: list[tuple[int, CanaryRow]], refused: dict[int, Refusal]
    ) -> Counter[str]:
        """Record the numbers; one that stands in several batches becomes one canary with several plantings."""
        counts: Counter[str] = Counter()
        for place, row in rows:
            try:
                counts[NEW if self._put(connection, row) else KNOWN] += 1
            except BadCell as bad:
                refused[place] = bad.at(block.lines[place])
        return counts

    def finish(self, outcome: Outcome) -> None:
        """Say what was noticed in the whole file."""
        _finish(outcome, self.reader)

    def _read(self, of: dict[str, str]) -> CanaryRow:
        row = self.reader.canary(of)
        if row.recipient is not None and row.recipient not in self.recipients:
            raise BadCell("recipient", row.recipient, Reason.UNKNOWN_RECIPIENT)
        return row

    def _put(self, connection: Connection, row: CanaryRow) -> bool:
        number_index = self.vault.listed_number(row.number)
        name_index = self.vault.invented_name(row.name) if row.name else None
        stored = canaries.find(connection, number_index)
        if stored:
            _refuse_other(stored, row, name_index)
            canary_id = stored.id
        else:
            canary_id = canaries.add(
                connection, number_index=number_index, name_index=name_index, kind=row.kind,
                watched_from=row.watched_from or row.exported_at or self.at,
            )  # fmt: skip
        if row.recipient is None or row.exported_at is None:
            return stored is None
        return canaries.plant(connection, canary_id, self.recipients[row.recipient], row.exported_at)


@dataclass(frozen=True, slots=True)
class CallLanding:
    """Takes the blocks of one list of calls."""

    vault: Vault
    layout: Layout
    reader: CanaryReader

    def read(self, block: Block) -> tuple[list[tuple[int, CanaryCallRow]], dict[int, Refusal]]:
        """The readable rows, and the refusals of the others by place."""
        return read_rows(block, self.layout, (*CALL_REQUIRED, *CALL_OPTIONAL), self.reader.call)

    def land(
        self, connection: Connection, block: Block, rows: list[tuple[int, CanaryCallRow]], refused: dict[int, Refusal]
    ) -> Counter[str]:
        """Record the calls on numbers that are ours."""
        counts: Counter[str] = Counter()
        for place, row in rows:
            stored = canaries.find(connection, self.vault.listed_number(row.number))
            if stored is None:
                refused[place] = BadCell("number", row.number, Reason.UNKNOWN_CANARY).at(block.lines[place])
                continue
            put = canaries.put_call(connection, stored.id, row.call)
            if put is CallPut.CONTRADICTS:
                bad = BadCell(
                    "name_used", str(row.call.name_used), Reason.CONTRADICTS, known=str(not row.call.name_used)
                )
                refused[place] = bad.at(block.lines[place])
                continue
            counts[COUNTED[put]] += 1
        return counts

    def finish(self, outcome: Outcome) -> None:
        """Say what was noticed in the whole file."""
        _finish(outcome, self.reader)


def _refuse_other(stored: StoredCanary, row: CanaryRow, name_index: bytes | None) -> None:
    """A control that is planted later, or a second name, would spoil what was counted so far."""
    if stored.kind is not row.kind:
        raise BadCell("kind", row.kind.value, Reason.CONTRADICTS, known=stored.kind.value)
    if row.kind is CanaryKind.PLANTED and stored.name_index != name_index:
        raise BadCell("name", row.name or "", Reason.CONTRADICTS)


def _finish(outcome: Outcome, reader: CanaryReader) -> None:
    outcome.without_offset = reader.without_offset
    outcome.notices[IN_FUTURE] = reader.in_future
