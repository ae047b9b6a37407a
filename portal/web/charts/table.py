"""The table beside every chart: plain cells under named columns, the same for the page, the CSV and the JSON."""

from dataclasses import dataclass
from enum import StrEnum

Cell = str | int | float | bool | None


class Kind(StrEnum):
    """How a column's cells read."""

    SOURCES = "sources"  # names of sources, joined as in findings.json
    TEXT = "text"  # a name, as it was registered
    CODE = "code"  # a code of the vocabulary or of the verdicts
    CODES = "codes"  # several, joined by semicolons
    DAY = "day"
    COUNT = "count"  # None: suppressed
    DAYS = "days"
    NUMBER = "number"  # None: not given
    RATIO = "ratio"
    P_VALUE = "p_value"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, how its cells read, and the family of its codes."""

    name: str
    kind: Kind
    family: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart draws, as rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
