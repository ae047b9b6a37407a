"""The fixed tables as they were released; a released figure is never changed nor said again."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Table

from portal.domain.opendata import TableName
from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

releases = Table(
    "releases",
    metadata,
    _column("quarter", String(7), primary_key=True, privacy=P.PUBLIC),
    _column("released_at", UtcInstant, privacy=P.PUBLIC),
)

release_cells = Table(
    "release_cells",
    metadata,
    _column("quarter", String(7), ForeignKey("releases.quarter"), primary_key=True, privacy=P.PUBLIC),
    _column("position", Integer, primary_key=True, privacy=P.PUBLIC),
    _column("table_name", Code(TableName), privacy=P.PUBLIC),
    _column("row_label", NAME, privacy=P.PUBLIC),
    _column("column_label", String(40), privacy=P.PUBLIC),
    # What is hidden is not kept here either: the ledger knows no more than its readers.
    _column("mothers", Integer, nullable=True, privacy=P.PUBLIC),
    CheckConstraint("mothers = 0 OR mothers >= 10", name="none_small"),
    CheckConstraint("mothers % 5 = 0", name="rounded"),
    _one_of("table_name", Code(TableName)),
)
