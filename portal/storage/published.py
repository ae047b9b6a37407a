"""What has been released to everybody; the only table that the mothers' pages read without a receipt."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select

from portal.domain.published import PublishedKind, PublishedLine
from portal.storage.published_tables import published_lines


def replace_all(connection: Connection, lines: Sequence[PublishedLine], *, at: datetime) -> None:
    """A release takes the place of the one before it."""
    connection.execute(delete(published_lines))
    if lines:
        connection.execute(insert(published_lines), [_values(line) | {"published_at": at} for line in lines])


def of_range(connection: Connection, range_name: str) -> list[PublishedLine]:
    """Every line of a range."""
    query = select(published_lines).where(published_lines.c.range == range_name).order_by(published_lines.c.digest)
    return [_line(row) for row in connection.execute(query)]


def with_digests(connection: Connection, kind: PublishedKind, digests: Sequence[bytes]) -> list[PublishedLine]:
    """The lines among these digests."""
    query = select(published_lines).where(published_lines.c.kind == kind, published_lines.c.digest.in_(digests))
    return [_line(row) for row in connection.execute(query)]


def _values(line: PublishedLine) -> dict[str, object]:
    return {
        "kind": line.kind,
        "digest": line.digest,
        "range": line.range,
        "mothers": line.mothers,
        "vendor_type": line.vendor_type,
        "last_month": line.last_month,
    }


def _line(row: Row) -> PublishedLine:
    return PublishedLine(row.kind, row.digest, row.mothers, row.vendor_type, row.last_month)
