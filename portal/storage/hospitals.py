"""Hospitals and their districts."""

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from portal.storage.schema import hospitals


def districts_by_hospital(connection: Connection) -> dict[str, str]:
    """Every hospital's district, by name."""
    rows = connection.execute(select(hospitals.c.name, hospitals.c.district).order_by(hospitals.c.name))
    return {row.name: row.district for row in rows}


def ids_by_name(connection: Connection) -> dict[str, int]:
    """Every hospital's row id, by name."""
    return {row.name: row.id for row in connection.execute(select(hospitals.c.name, hospitals.c.id))}


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
