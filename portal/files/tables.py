"""A file as a table: its header, and its rows in blocks, each row with the line on which it stands.

What cannot be read as a table at all is refused before the first row is handed out, so that a file is never imported
up to the place where it breaks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

ZIP = b"PK\x03\x04"  # every .xlsx begins so
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
BLOCK_ROWS = 20_000
FORMULA_STARTS = "=+-@\t\r"


class FileProblem(StrEnum):
    """Why a file cannot be read."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    NOT_ALLOWED = "not_allowed"
    EMPTY = "empty"
    NOT_UTF8 = "not_utf8"
    NOT_A_TABLE = "not_a_table"
    OLD_EXCEL = "old_excel"
    PROTECTED = "protected"
    TOO_LARGE = "too_large"
    OPEN_QUOTE = "open_quote"
    MISSING_COLUMNS = "missing_columns"
    REPEATED_COLUMN = "repeated_column"


class UnreadableFile(ValueError):
    """The whole file is refused; nothing of it was looked at further."""

    def __init__(self, problem: FileProblem, **values: Any) -> None:
        super().__init__(f"{problem} {values}")
        self.problem = problem
        self.values = values


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows in the order of the file: as they stand there, and as text."""

    lines: Sequence[int]
    raw: Sequence[Sequence[Any]]
    texts: Sequence[Sequence[str]]

    def __len__(self) -> int:
        return len(self.lines)


class Table(Protocol):
    """An opened file."""

    header: Sequence[str]
    total: int  # rows below the header, blank ones included: for progress
    digest: str  # SHA-256 of the file

    def blocks(self, rows: int = BLOCK_ROWS) -> Iterator[Block]:
        """The rows below the header, blank ones left out."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each column of the format stands in a file's header."""

    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...] = field(default=())

    def pick(self, columns: Sequence[str]) -> list[int | None]:
        """The places of some columns; None for one that the file does not have."""
        return [self.places.get(column) for column in columns]


def layout_of(header: Sequence[str], *, required: Sequence[str], optional: Sequence[str], own: Sequence[str]) -> Layout:
    """Find the columns by name; `own` are the ones that we added to a file of refused rows."""
    names = [name.strip() for name in header]
    known = {*required, *optional}
    missing = [name for name in required if name not in names]
    if missing:
        raise UnreadableFile(FileProblem.MISSING_COLUMNS, columns=", ".join(missing))
    repeated = sorted({name for name in names if name in known and names.count(name) > 1})
    if repeated:
        raise UnreadableFile(FileProblem.REPEATED_COLUMN, columns=", ".join(repeated))
    places = {name: place for place, name in enumerate(names) if name in known}
    ignored = tuple(name for name in names if name and name not in known and name not in own)
    return Layout(places, len(names), ignored)
