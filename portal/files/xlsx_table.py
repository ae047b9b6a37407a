"""The first sheet of an Excel file, its numbers and times as the text that the same cell would have in a CSV file."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, PasswordError, load_workbook

from portal.files.tables import BLOCK_ROWS, Block, FileProblem, UnreadableFile

MOST_UNPACKED_BYTES = 4 * 1024**3  # a sheet of Excel's most rows with our columns is under one gigabyte
MOST_PARTS = 10_000  # files inside: Excel writes about a dozen and one for each sheet or picture
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class XlsxTable:
    """An opened workbook's first sheet."""

    path: Path
    header: Sequence[str]
    total: int
    digest: str
    sheet: CalamineSheet = field(repr=False)

    def blocks(self, rows: int = BLOCK_ROWS) -> Iterator[Block]:
        """The rows below the header, blank ones left out."""
        lines: list[int] = []
        raw: list[list[Any]] = []
        for place, row in enumerate(self.sheet.iter_rows()):
            if place == 0 or all(cell == "" for cell in row):
                continue
            lines.append(place + 1)
            raw.append(row)
            if len(lines) == rows:
                yield Block(lines, raw, _as_texts(raw))
                lines, raw = [], []
        if lines:
            yield Block(lines, raw, _as_texts(raw))


def open_xlsx(path: Path) -> XlsxTable:
    """Open a workbook; calamine reads the sheet at once."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            raise UnreadableFile(FileProblem.TOO_LARGE)
        sheet = load_workbook(str(path)).get_sheet_by_index(0)
        header = next(sheet.iter_rows(), [])
    except PasswordError as error:
        raise UnreadableFile(FileProblem.PROTECTED) from error
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(FileProblem.NOT_A_TABLE) from error
    names = [text_of(cell) for cell in header]
    if not any(names):
        raise UnreadableFile(FileProblem.EMPTY)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return XlsxTable(path, names, sheet.end[0] if sheet.end else 0, digest, sheet)


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without a point, times as ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return _whole_seconds(cell).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _whole_seconds(instant: datetime) -> datetime:
    """Excel keeps days as binary fractions, so that 10:43 may come back a few microseconds early."""
    try:
        rounded = (instant + SECOND / 2).replace(microsecond=0)
    except OverflowError:
        return instant
    return rounded if abs(rounded - instant) < SECOND / 100 else instant


def _as_texts(rows: list[list[Any]]) -> list[list[str]]:
    return [[cell if type(cell) is str else text_of(cell) for cell in row] for row in rows]
