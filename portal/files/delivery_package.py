"""The files of a delivery as one zip: the rows twice, as CSV and as a workbook, and the note that stands with them."""

import csv
import io
from collections.abc import Sequence

from portal.files.dossier_archive import pack
from portal.files.tables import FORMULA_STARTS
from portal.files.workbook import workbook

NOTE, TABLE, BOOK = "README.txt", "rows.csv", "rows.xlsx"


def package(label: str, header: Sequence[str], rows: Sequence[Sequence[str]], note: str) -> bytes:
    """The same rows and the same note give the same bytes."""
    book = workbook(label, header, rows, note=note.splitlines())
    return pack({NOTE: f"{note}\n".encode(), TABLE: _table(header, rows), BOOK: book})


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")  # the mark at the beginning tells Excel that this is UTF-8


def _harmless(cell: str) -> str:
    """A text that begins like a formula gets an apostrophe; a workbook's cells are texts by their kind."""
    return f"'{cell}" if cell[:1] and cell[0] in FORMULA_STARTS else cell
