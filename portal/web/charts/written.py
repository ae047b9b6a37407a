"""A table as a file: CSV that no spreadsheet takes for a formula, a workbook, and JSON."""

from typing import Any

from portal.domain.disclosure import OFFICE_THRESHOLD
from portal.files.workbook import workbook
from portal.web import spreadsheet
from portal.web.charts.table import Cell, Column, Kind, Table


def as_csv(table: Table) -> str:
    """Header and rows."""
    rows = ([_cell(column, value) for column, value in zip(table.columns, row, strict=True)] for row in table.rows)
    return spreadsheet.as_csv((column.name for column in table.columns), rows)


def as_xlsx(table: Table) -> bytes:
    """The same as a workbook; a text is stored as text there, so that it needs no apostrophe."""
    rows = (
        [
            "" if value is None and column.kind is not Kind.COUNT else _shown(value)
            for column, value in zip(table.columns, row, strict=True)
        ]
        for row in table.rows
    )
    return workbook(table.name, [column.name for column in table.columns], rows)


def as_json(table: Table) -> dict[str, Any]:
    """Rows by column name; a suppressed count is null."""
    names = [column.name for column in table.columns]
    return {
        "name": table.name,
        "suppressed_below": OFFICE_THRESHOLD,
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }


def _shown(value: Cell) -> Cell:
    return f"<{OFFICE_THRESHOLD}" if value is None else value


def _cell(column: Column, value: Cell) -> Cell:
    if value is None:
        return f"<{OFFICE_THRESHOLD}" if column.kind is Kind.COUNT else ""
    return str(value).lower() if isinstance(value, bool) else value
