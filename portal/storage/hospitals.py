"""Hospitals and their districts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from portal.domain.report import Withdrawal
from portal.storage.schema import complaints, hospitals


@dataclass(frozen=True, slots=True)
class HospitalRow:
    """A hospital with the number of complaints that name it."""

    id: int
    name: str
    district: str
    reports: int


def districts_by_hospital(connection: Connection) -> dict[str, str]:
    """Every hospital's district, by name."""
    rows = connection.execute(select(hospitals.c.name, hospitals.c.district).order_by(hospitals.c.name))
    return {row.name: row.district for row in rows}


def ids_by_name(connection: Connection) -> dict[str, int]:
    """Every hospital's row id, by name."""
    return {row.name: row.id for row in connection.execute(select(hospitals.c.name, hospitals.c.id))}


def by_district(connection: Connection) -> list[tuple[int, str, str]]:
    """Number, name and district of every hospital, by district and name."""
    query = select(hospitals.c.id, hospitals.c.name, hospitals.c.district)
    return [tuple(row) for row in connection.execute(query.order_by(hospitals.c.district, hospitals.c.name))]


def with_reports(connection: Connection) -> list[HospitalRow]:
    """Every hospital by district and name, with the complaints that name it and were not erased."""
    counted = (
        select(complaints.c.hospital_id, func.count().label("reports"))
        .where(complaints.c.withdrawal != Withdrawal.ERASED)
        .group_by(complaints.c.hospital_id)
        .subquery()
    )
    query = (
        select(hospitals, func.coalesce(counted.c.reports, 0).label("reports"))
        .outerjoin(counted, counted.c.hospital_id == hospitals.c.id)
        .order_by(hospitals.c.district, hospitals.c.name)
    )
    return [HospitalRow(row.id, row.name, row.district, row.reports) for row in connection.execute(query)]


def hold_name(connection: Connection, hospital_id: int) -> str | None:
    """A hospital's name, that nobody changes until the transaction ends."""
    query = select(hospitals.c.name).where(hospitals.c.id == hospital_id).with_for_update()
    return connection.execute(query).scalar_one_or_none()


def rename(connection: Connection, hospital_id: int, name: str) -> None:
    """Give a hospital another name; complaints point to its row and follow."""
    connection.execute(update(hospitals).where(hospitals.c.id == hospital_id).values(name=name))


def put(connection: Connection, districts: Mapping[str, str]) -> int:
    """Add hospitals, or move known ones to another district; how many rows changed."""
    known = districts_by_hospital(connection)
    new = [{"name": name, "district": district} for name, district in districts.items() if name not in known]
    moved = {name: d for name, d in districts.items() if name in known and known[name] != d}
    if new:
        connection.execute(insert(hospitals), new)
    for name, district in moved.items():
        connection.execute(update(hospitals).where(hospitals.c.name == name).values(district=district))
    return len(new) + len(moved)
