"""Comma-separated values in UTF-8.

The standard library's reader, because it alone says on which line a row begins and how many cells it really has; it
is as fast as pandas reading text.
"""

import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from portal.files.in_memory import InMemory
from portal.files.tables import BLOCK_ROWS, Block, FileProblem, UnreadableFile

# Fed to the reader after the last line: if it does not come back as a row of its own, a quote was left open.
END = "\x00the end of the file\x00"


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file that was read through once, and is sound."""

    path: Path | InMemory
    header: Sequence[str]
    total: int
    digest: str

    def blocks(self, rows: int = BLOCK_ROWS) -> Iterator[Block]:
        """The rows below the header, blank ones left out."""
        lines: list[int] = []
        cells: list[list[str]] = []
        read = _rows(self.path)
        next(read)
        for line, row in read:
            if not any(row):
                continue
            lines.append(line)
            cells.append(row)
            if len(lines) == rows:
                yield Block(lines, cells, cells)
                lines, cells = [], []
        if lines:
            yield Block(lines, cells, cells)


def open_csv(path: Path | InMemory) -> CsvTable:
    """Read a file through once: it is UTF-8, it has a header, every quote is closed."""
    try:
        read = _rows(path)
        header = next(read, (0, []))[1]
        total = sum(1 for _ in read)
    except UnicodeDecodeError as error:
        raise UnreadableFile(FileProblem.NOT_UTF8) from error
    except csv.Error as error:
        raise UnreadableFile(FileProblem.NOT_A_TABLE) from error
    if not any(header):
        raise UnreadableFile(FileProblem.EMPTY)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return CsvTable(path, header, total, digest)


def _rows(path: Path | InMemory) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(sys.maxsize)  # a huge cell is refused with its row, in our own words
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(chain(file, ["\n", END]))
        begins = 1
        waiting: tuple[int, list[str]] | None = None
        for row in reader:
            if waiting is not None:
                yield waiting
            waiting = (begins, row)
            begins = reader.line_num + 1
        if waiting is None or waiting[1] != [END]:
            raise UnreadableFile(FileProblem.OPEN_QUOTE, line=waiting[0] if waiting else 1)
