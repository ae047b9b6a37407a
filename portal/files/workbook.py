"""A table as a workbook in memory: texts stay texts, numbers stay numbers, the same rows give the same bytes."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

PLAIN_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zone; a fixed one keeps the bytes the same
COLUMN_WIDTH = 18

Cell = str | int | float | bool | None


def workbook(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], note: Sequence[str] = ()) -> bytes:
    """One sheet with a frozen header; lines of a note come on a second one and below each printed page."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN_TEXT) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(header) - 1), COLUMN_WIDTH)
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, ["" if cell is None else cell for cell in row])
        if note:
            sheet.set_footer("&C" + note[0].replace("&", "&&"))
            book.add_worksheet().write_column(0, 0, note)
    return out.getvalue()
