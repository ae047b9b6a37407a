"""Slips of hospitals: printed, found by a digest, used once, forgotten."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from portal.domain.card_slip import SlipOf
from portal.storage.card_slip_tables import card_slips, verifier_hospitals
from portal.storage.schema import hospitals


def hospital_of(connection: Connection, staff_id: UUID) -> tuple[int, str] | None:
    """The hospital at which somebody verifies, by id and name."""
    query = select(hospitals.c.id, hospitals.c.name).join(
        verifier_hospitals, verifier_hospitals.c.hospital_id == hospitals.c.id
    )
    row = connection.execute(query.where(verifier_hospitals.c.staff_id == staff_id)).one_or_none()
    return (row.id, row.name) if row else None


def set_hospital(connection: Connection, staff_id: UUID, hospital_id: int | None) -> None:
    """Say at which hospital somebody verifies, or at none."""
    connection.execute(delete(verifier_hospitals).where(verifier_hospitals.c.staff_id == staff_id))
    if hospital_id is not None:
        connection.execute(insert(verifier_hospitals).values(staff_id=staff_id, hospital_id=hospital_id))


def printed_since(connection: Connection, hospital_id: int, instant: datetime) -> int:
    """How many slips a hospital printed since an instant."""
    mine = (card_slips.c.hospital_id == hospital_id) & (card_slips.c.printed_at > instant)
    return connection.execute(select(func.count()).select_from(card_slips).where(mine)).scalar_one()


def add(connection: Connection, indexes: Iterable[bytes], hospital_id: int, at: datetime, by: str) -> None:
    """Slips as they leave the printer."""
    rows = [{"slip_index": index, "hospital_id": hospital_id, "printed_at": at, "printed_by": by} for index in indexes]
    connection.execute(insert(card_slips), rows)


def find(connection: Connection, index: bytes, printed_after: datetime) -> SlipOf | None:
    """A slip that was printed after an instant; nobody else uses it until the transaction ends."""
    query = (
        select(card_slips.c.used, hospitals.c.id, hospitals.c.name)
        .join(hospitals, hospitals.c.id == card_slips.c.hospital_id)
        .where(card_slips.c.slip_index == index, card_slips.c.printed_at > printed_after)
        .with_for_update(of=card_slips)
    )
    row = connection.execute(query).one_or_none()
    return SlipOf(row.id, row.name, row.used) if row else None


def use(connection: Connection, index: bytes) -> None:
    """It has confirmed something."""
    connection.execute(update(card_slips).where(card_slips.c.slip_index == index).values(used=True))


def sweep(connection: Connection, printed_before: datetime) -> None:
    """Forget slips whose time is over."""
    connection.execute(delete(card_slips).where(card_slips.c.printed_at <= printed_before))
