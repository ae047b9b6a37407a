"""The refused rows as a file next to the input: as they stood there, with the reason behind them.

It can be mended and imported again: the added columns are ignored, and an apostrophe that was put before a cell which
a spreadsheet would calculate is taken off again by the reader.
"""

import csv
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, Self

import xlsxwriter

from portal.files.refusal import Refusal
from portal.files.tables import FORMULA_STARTS, ZIP

ADDED = ("refused_line", "refused_column", "refused_value", "refused_reason")
# A telephone number may begin with a plus; a spreadsheet makes at most a number of it.
NUMBER_LIKE = re.compile(r"[+-][\d\s().+-]*", re.ASCII)
LONGEST_EXCEL_CELL = 32_767
PLAIN_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
}


class _Writer(Protocol):
    def row(self, cells: Sequence[Any]) -> None: ...
    def close(self) -> None: ...


class RefusedRows:
    """Writes refused rows as they come; the file appears under its name only when it is whole."""

    def __init__(self, source: Path, header: Sequence[str], wording: Callable[[Refusal], str]) -> None:
        self.path = refused_path(source)
        self._header = header
        self._kept = [place for place, name in enumerate(header) if name.strip() not in ADDED]
        self._wording = wording
        self._aside = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        self._excel = self.path.suffix == ".xlsx"
        self._writer: _Writer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: Any, _error: Any, _trace: Any) -> None:
        if self._writer is None:
            return
        self._writer.close()
        if kind is None:
            self._aside.replace(self.path)
        else:
            self._aside.unlink(missing_ok=True)

    def add(self, raw: Sequence[Any], refusal: Refusal) -> None:
        """Append one row."""
        if self._writer is None:
            self._writer = _Excel(self._aside) if self._excel else _Csv(self._aside)
            self._writer.row([*(self._header[place] for place in self._kept), *ADDED])
        # A row with too many cells keeps them all; they then stand behind the reason.
        original = [raw[place] if place < len(raw) else "" for place in self._kept]
        added = [refusal.line, refusal.column, refusal.value, self._wording(refusal)]
        self._writer.row([*original, *added, *raw[len(self._header) :]])


def refused_path(source: Path) -> Path:
    """Where the refused rows of a file go: NAME.refused.csv, or .xlsx for a workbook."""
    excel = False
    with suppress(OSError), source.open("rb") as file:
        excel = file.read(len(ZIP)) == ZIP
    stem = source.stem if source.suffix.lower() in (".csv", ".xlsx", ".txt") else source.name
    return source.with_name(f"{stem}.refused{'.xlsx' if excel else '.csv'}")


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet calculates."""
    if isinstance(cell, str) and cell[:1] and cell[0] in FORMULA_STARTS and not NUMBER_LIKE.fullmatch(cell):
        return f"'{cell}"
    return cell


class _Csv:
    def __init__(self, path: Path) -> None:
        # The mark at the beginning tells Excel that this is UTF-8.
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")

    def row(self, cells: Sequence[Any]) -> None:
        self._writer.writerow([guarded(cell) for cell in cells])

    def close(self) -> None:
        self._file.close()


class _Excel:
    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path), PLAIN_TEXT)
        self._sheet = self._book.add_worksheet()
        self._next = 0

    def row(self, cells: Sequence[Any]) -> None:
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                self._sheet.write_string(self._next, place, cell[:LONGEST_EXCEL_CELL])
            else:
                self._sheet.write(self._next, place, cell)
        self._next += 1

    def close(self) -> None:
        self._book.close()
