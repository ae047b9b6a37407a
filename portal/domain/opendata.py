"""The fixed tables for everybody: what each counts, whom it counts, and what is said of a cell.

Every mother has one voice: she stands in one quarter (that of her first report) and in one cell of each table (that of
the earliest call she told of), so that cells add up to their totals and no quarter says anything of another.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.domain.quarter import Quarter, next_release
from portal.domain.vocabulary import Stage, VendorType

TOTAL = ""  # the label of a margin; no district is named like that
UNKNOWN = "unknown"
# What nobody may read from the figures: with them wherever they go, worded under `numbers.caveat.<code>`.
CAVEATS = ("who", "once", "hidden", "more", "nobody")


class OtherQuarter(ValueError):
    """A mother who stands in another quarter: counted here, she would be counted twice."""


class Dimension(StrEnum):
    """What a row or a column of a fixed table stands for."""

    VENDOR = "vendor_type"
    STAGE = "stage"
    MONTH = "month"
    DISTRICT = "district"
    QUARTER = "quarter"


class TableName(StrEnum):
    """The fixed tables; there are no others, and none with a filter."""

    VENDOR_STAGE = "vendor_stage"
    VENDOR_MONTH = "vendor_month"
    DISTRICT_QUARTER = "district_quarter"


@dataclass(frozen=True, slots=True)
class FixedTable:
    """How a table is made, whatever the data."""

    name: TableName
    rows: Dimension
    columns: Dimension
    zeros_hidden: bool  # "nobody of this district reported" tells of everybody there
    held_by_hospitals: bool  # a cell that one or two hospitals make up is that hospital's figure


TABLES = (
    FixedTable(TableName.VENDOR_STAGE, Dimension.VENDOR, Dimension.STAGE, False, False),
    FixedTable(TableName.VENDOR_MONTH, Dimension.VENDOR, Dimension.MONTH, False, False),
    FixedTable(TableName.DISTRICT_QUARTER, Dimension.DISTRICT, Dimension.QUARTER, True, True),
)
TABLE = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Voice:
    """One mother as the tables count her."""

    reported_on: date
    vendor: VendorType
    stage: Stage | None
    district: str | None
    hospital: str | None

    def label(self, dimension: Dimension) -> str:
        """Where she stands."""
        match dimension:
            case Dimension.VENDOR:
                return self.vendor.value
            case Dimension.STAGE:
                return self.stage.value if self.stage else UNKNOWN
            case Dimension.MONTH:
                return f"{self.reported_on:%Y-%m}"
            case Dimension.DISTRICT:
                return self.district or UNKNOWN
        return str(Quarter.of(self.reported_on))


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a fixed table; an empty label stands for the total."""

    table: TableName
    row: str
    column: str

    @property
    def figure(self) -> frozenset[tuple[Dimension, str]]:
        """What it counts: two places of the same figure hold the same number, in whatever table they stand."""
        table = TABLE[self.table]
        labels = ((table.rows, self.row), (table.columns, self.column))
        return frozenset(
            (dimension, label) for dimension, label in labels if label != TOTAL and dimension is not Dimension.QUARTER
        )

    @property
    def inner(self) -> bool:
        """Whether it is no total."""
        return self.row != TOTAL and self.column != TOTAL


@dataclass(frozen=True, slots=True)
class Release:
    """The tables of one quarter as everybody may read them; None: hidden."""

    quarter: Quarter
    released_at: datetime
    cells: Mapping[Place, int | None]

    def of_table(self, name: TableName) -> dict[Place, int | None]:
        """The cells of one table, in its order."""
        return {place: count for place, count in self.cells.items() if place.table is name}


def labels(dimension: Dimension, *, quarter: Quarter, districts: Sequence[str]) -> tuple[str, ...]:
    """Every row or column that a table has in a quarter, whether or not anybody stands there."""
    match dimension:
        case Dimension.VENDOR:
            return tuple(VendorType)
        case Dimension.STAGE:
            return (*Stage, UNKNOWN)
        case Dimension.MONTH:
            return tuple(f"{month:%Y-%m}" for month in quarter.months)
        case Dimension.DISTRICT:
            return (*sorted(set(districts)), UNKNOWN)
    return (str(quarter),)


def places(table: FixedTable, *, quarter: Quarter, districts: Sequence[str]) -> Iterator[Place]:
    """Every cell of a table and every total, row by row."""
    across = labels(table.columns, quarter=quarter, districts=districts)
    for row in (*labels(table.rows, quarter=quarter, districts=districts), TOTAL):
        for column in (*across, TOTAL) if len(across) > 1 else across:
            yield Place(table.name, row, column)


def tallies(voices: Iterable[Voice], *, quarter: Quarter, districts: Sequence[str]) -> dict[Place, Counter[str | None]]:
    """How many mothers of each hospital stand at each place of each table."""
    every = (place for table in TABLES for place in places(table, quarter=quarter, districts=districts))
    counted: dict[Place, Counter[str | None]] = {place: Counter() for place in every}
    for voice in voices:
        if voice.reported_on not in quarter.period:
            raise OtherQuarter(f"{voice.reported_on} is not in {quarter}")
        for table in TABLES:
            for row in (voice.label(table.rows), TOTAL):
                for column in (voice.label(table.columns), TOTAL):
                    tally = counted.get(Place(table.name, row, column))
                    if tally is not None:
                        tally[voice.hospital] += 1
    return counted


def coming(releases: Sequence[Release], today: date) -> Quarter:
    """The quarter whose tables come next: after the last release, or the one that is due."""
    return releases[-1].quarter.following if releases else next_release(today)
