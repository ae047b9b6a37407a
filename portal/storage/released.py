"""The releases of the fixed tables: written once, read by everybody."""

from sqlalchemy import Connection, Row, insert, select

from portal.domain.opendata import Place, Release
from portal.domain.quarter import Quarter
from portal.storage.database import Store
from portal.storage.release_tables import release_cells, releases


def add(connection: Connection, release: Release) -> None:
    """Keep a release for good."""
    quarter = str(release.quarter)
    connection.execute(insert(releases).values(quarter=quarter, released_at=release.released_at))
    rows = [
        {
            "quarter": quarter, "position": position, "table_name": place.table, "row_label": place.row,
            "column_label": place.column, "mothers": mothers,
        }
        for position, (place, mothers) in enumerate(release.cells.items())
    ]  # fmt: skip
    if rows:
        connection.execute(insert(release_cells), rows)


def all_releases(connection: Connection) -> list[Release]:
    """Every release, the oldest first."""
    cells: dict[str, dict[Place, int | None]] = {}
    for row in connection.execute(select(release_cells).order_by(release_cells.c.quarter, release_cells.c.position)):
        place = Place(row.table_name, row.row_label, row.column_label)
        cells.setdefault(row.quarter, {})[place] = row.mothers
    heads = connection.execute(select(releases).order_by(releases.c.quarter))
    return [_release(row, cells.get(row.quarter, {})) for row in heads]


def read(store: Store) -> list[Release]:
    """The same for the pages, the oldest first."""
    with store.read() as connection:
        return all_releases(connection)


def _release(row: Row, cells: dict[Place, int | None]) -> Release:
    quarter = Quarter.read(row.quarter)
    if quarter is None:
        raise ValueError(f"no quarter: {row.quarter}")
    return Release(quarter, row.released_at, cells)
