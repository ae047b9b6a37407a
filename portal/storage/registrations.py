"""Totals of registrations by hospital and month."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from portal.domain.month import Month
from portal.storage.hospitals import ids_by_name
from portal.storage.registration_tables import registration_totals
from portal.storage.schema import hospitals


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """Where and when a total was counted."""

    hospital: str
    month: Month


def totals(connection: Connection) -> dict[Counted, int]:
    """Every total, by hospital and month."""
    query = (
        select(hospitals.c.name, registration_totals.c.month, registration_totals.c.total)
        .join(hospitals, hospitals.c.id == registration_totals.c.hospital_id)
        .order_by(hospitals.c.name, registration_totals.c.month)
    )
    return {Counted(row.name, Month.read(row.month)): row.total for row in connection.execute(query)}


def sent(connection: Connection) -> set[tuple[int, Month]]:
    """Which hospital, by its number, sent which month."""
    query = select(registration_totals.c.hospital_id, registration_totals.c.month)
    return {(row.hospital_id, Month.read(row.month)) for row in connection.execute(query)}


def put(connection: Connection, said: Mapping[Counted, int]) -> None:
    """Add totals, or correct known ones; every hospital must be known."""
    known, ids = totals(connection), ids_by_name(connection)
    rows = {one: {"hospital": ids[one.hospital], "of": str(one.month), "counted": said[one]} for one in said}
    new = [rows[one] for one in said if one not in known]
    corrected = [rows[one] for one in said if one in known and known[one] != said[one]]
    values = {"total": bindparam("counted")}
    if new:
        own = {"hospital_id": bindparam("hospital"), "month": bindparam("of")}
        connection.execute(insert(registration_totals).values(values | own), new)
    if corrected:
        same = (registration_totals.c.hospital_id == bindparam("hospital")) & (
            registration_totals.c.month == bindparam("of")
        )
        connection.execute(update(registration_totals).where(same).values(values), corrected)
