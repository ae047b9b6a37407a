"""The tables of a dossier as one workbook: text stays text, and no clock is written into it."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from portal.domain.dossier import Sheet

LONGEST_NAME = 31  # of a sheet, by Excel's rule
WIDTH = 16
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(sheets: Iterable[Sheet], *, created: datetime) -> bytes:
    """One sheet for each table; `created` is when the analysis ran."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        book.set_properties({"created": created.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:LONGEST_NAME])
            page.set_column(0, max(len(sheet.columns) - 1, 0), WIDTH)
            page.freeze_panes(1, 0)
            page.write_row(0, 0, sheet.columns, head)
            for place, row in enumerate(sheet.rows, start=1):
                page.write_row(place, 0, row)
    return out.getvalue()
