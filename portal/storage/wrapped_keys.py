"""The wrapped keys of all complaints, for a change of the master key."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select, update

from portal.storage.schema import complaint_keys
from portal.vault.sealing import WrappedKey


def by_version(connection: Connection) -> dict[int, int]:
    """How many keys each master key wraps."""
    query = select(complaint_keys.c.master_version, func.count()).group_by(complaint_keys.c.master_version)
    return {version: count for version, count in connection.execute(query)}


def wrapped_otherwise(connection: Connection, version: int, *, limit: int) -> list[tuple[UUID, WrappedKey]]:
    """Some keys that another master key wraps; nobody else changes or destroys them until the transaction ends."""
    query = (
        select(complaint_keys)
        .where(complaint_keys.c.master_version != version)
        .order_by(complaint_keys.c.complaint_id)
        .limit(limit)
        .with_for_update()
    )
    return [(row.complaint_id, WrappedKey(row.master_version, row.wrapped)) for row in connection.execute(query)]


def put(connection: Connection, keys: list[tuple[UUID, WrappedKey]]) -> None:
    """Keep keys in their new wrapping."""
    statement = (
        update(complaint_keys)
        .where(complaint_keys.c.complaint_id == bindparam("complaint"))
        .values(master_version=bindparam("version"), wrapped=bindparam("by_it"))
    )
    rows = [{"complaint": one, "version": key.master_version, "by_it": key.wrapped} for one, key in keys]
    connection.execute(statement, rows)
