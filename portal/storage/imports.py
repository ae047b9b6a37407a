"""Many reports at once: what the database holds of their mothers, and rows added by the thousand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, text, update

from portal.domain.report import Origin, Status, Withdrawal
from portal.domain.vocabulary import Channel, DatePrecision, Precision, Tier, TimeSource, VendorType
from portal.storage import bulk, told
from portal.storage.schema import calls, complaint_keys, complaints, hospitals, quiet_reports
from portal.vault.sealing import WrappedKey

IDS_A_QUERY = 5_000  # SQLite takes 32,766 parameters in one statement
ONE_IMPORT_AT_A_TIME = 0x6A796D70  # any number that nothing else locks


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about one mother, as far as an import may fill it in or contradict it."""

    tier: Tier | None
    hospital: str | None
    registered_on: date | None
    registered_precision: DatePrecision
    due_on: date | None
    born_on: date | None
    issuer: str | None
    withdrawal: Withdrawal
    key: WrappedKey | None


@dataclass(frozen=True, slots=True)
class ImportedMother:
    """A complaint as an import makes it or fills it in."""

    id: UUID
    created_at: datetime | None  # her first report; not looked at where she was there before
    tier: Tier | None
    hospital_id: int | None
    registered_on: date | None
    registered_precision: DatePrecision
    due_on: date | None
    born_on: date | None
    issuer: str | None


class CallRow(NamedTuple):
    """One call in the order of the table's columns. A named tuple, not a dataclass: there may be a million."""

    complaint_id: UUID
    id: UUID
    reported_at: datetime
    called_at: datetime | None
    precision: Precision
    time_source: TimeSource | None
    channel: Channel
    vendor_type: VendorType | None
    knew: int | None
    caller_sealed: bytes | None
    caller_index: bytes | None
    caller_class: str | None
    notes_sealed: bytes | None
    fingerprint: bytes


def begin(connection: Connection) -> None:
    """Wait until no other import writes; two of the same file would add the same mothers."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_IMPORT_AT_A_TIME})


def standings(connection: Connection, ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """What stands about those of the mothers who are known; nobody changes it until the transaction ends."""
    query = (
        select(complaints, hospitals.c.name.label("hospital"), *complaint_keys.c["master_version", "wrapped"])
        .outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id)
        .outerjoin(complaint_keys, complaint_keys.c.complaint_id == complaints.c.id)
        .with_for_update(of=complaints)
    )
    return {
        row.id: Standing(
            Tier(row.tier) if row.tier_told or row.tier else None,
            row.hospital,
            row.registered_on,
            row.registered_precision,
            row.due_on,
            row.born_on,
            row.issuer,
            row.withdrawal,
            WrappedKey(row.master_version, row.wrapped) if row.wrapped is not None else None,
        )
        for some in _pieces(list(ids))
        for row in connection.execute(query.where(complaints.c.id.in_(some)))
    }


def add_mothers(connection: Connection, mothers: Sequence[ImportedMother]) -> None:
    """Add complaints."""
    if mothers:
        fixed = {"origin": Origin.IMPORT, "status": Status.RECEIVED, "may_publish": False}
        fixed |= {"withdrawal": Withdrawal.NONE, "due_precision": DatePrecision.DAY}
        rows = [fixed | {"id": one.id, "created_at": one.created_at} | _values(one) for one in mothers]
        connection.execute(complaints.insert(), rows)


def fill_in(connection: Connection, mothers: Sequence[ImportedMother]) -> None:
    """Write what is now known of mothers who were there before."""
    if mothers:
        rows = [{"same_id": one.id} | _values(one) for one in mothers]
        columns = {name: bindparam(name) for name in _values(mothers[0])}
        connection.execute(update(complaints).where(complaints.c.id == bindparam("same_id")).values(columns), rows)


def add_keys(connection: Connection, keys: Sequence[tuple[UUID, WrappedKey]]) -> None:
    """Keep new keys."""
    if keys:
        rows = [
            {"complaint_id": owner, "master_version": key.master_version, "wrapped": key.wrapped} for owner, key in keys
        ]
        connection.execute(complaint_keys.insert(), rows)


def add_calls(connection: Connection, rows: Sequence[CallRow]) -> int:
    """Add the calls that are not there yet; how many that were. What they add up to is for `add_up`."""
    return bulk.insert_new(connection, calls, list(zip(*rows, strict=True)) or [()])


def add_quiet_reports(connection: Connection, rows: Sequence[tuple[UUID, datetime]]) -> int:
    """Add the quiet reports that are not there yet; how many that were."""
    return bulk.insert_new(connection, quiet_reports, list(zip(*rows, strict=True)) or [()])


def add_up(connection: Connection, ids: Iterable[UUID]) -> None:
    """After a block: what is kept beside the complaints of its mothers."""
    told.add_up(connection, list(ids))


def _values(mother: ImportedMother) -> dict[str, Any]:
    return {
        "tier": int(mother.tier or Tier.ANONYMOUS),
        "tier_told": mother.tier is not None,
        "hospital_id": mother.hospital_id,
        "registered_on": mother.registered_on,
        "registered_precision": mother.registered_precision,
        "due_on": mother.due_on,
        "born_on": mother.born_on,
        "issuer": mother.issuer,
    }


def _pieces(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), IDS_A_QUERY):
        yield ids[start : start + IDS_A_QUERY]
