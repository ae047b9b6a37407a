"""The contacts that mothers left, sealed, with what is needed to compare them with a seized list."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from portal.domain.vocabulary import DatePrecision
from portal.storage.schema import complaint_keys, complaints, hospitals
from portal.vault.sealing import WrappedKey


@dataclass(frozen=True, slots=True)
class SealedContact:
    """One mother's contact; her registration only where she knows it to the day."""

    complaint_id: UUID
    registered_on: date | None
    hospital: str | None
    sealed: bytes = field(repr=False)
    key: WrappedKey = field(repr=False)


def sealed(connection: Connection) -> list[SealedContact]:
    """Every contact that may still be used; who withdrew from cases has none left."""
    query = (
        select(
            complaints.c.id, complaints.c.registered_on, complaints.c.registered_precision, hospitals.c.name,
            complaints.c.contact_sealed, complaint_keys.c.master_version, complaint_keys.c.wrapped,
        )
        .join(complaint_keys, complaint_keys.c.complaint_id == complaints.c.id)
        .outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id)
        .where(complaints.c.contact_sealed.is_not(None))
        .order_by(complaints.c.id)
    )  # fmt: skip
    return [
        SealedContact(
            row.id,
            row.registered_on if row.registered_precision is DatePrecision.DAY else None,
            row.name,
            row.contact_sealed,
            WrappedKey(row.master_version, row.wrapped),
        )
        for row in connection.execute(query)
    ]
