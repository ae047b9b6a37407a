"""A CSV that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets on Chinese Windows read UTF-8 as GBK

Cell = str | int | float | bool | None


def harmless(value: Cell) -> Cell:
    """A text that begins like a formula gets an apostrophe; a negative number is data."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def as_csv(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Header and rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue()
