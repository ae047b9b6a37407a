"""A table as a workbook: the same bytes every time, and nothing that calculates."""

from pathlib import Path

from portal.files.tables import Table
from portal.files.workbook import workbook
from portal.files.xlsx_table import open_xlsx

ROWS = [["=1+1", 5, 2.5, None], ["http://example.org", -3, 0.0, "<5"]]


def opened(path: Path) -> Table:
    path.write_bytes(workbook("places", ["name", "count", "rate", "hidden"], ROWS))
    return open_xlsx(path)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert workbook("a", ["b"], [[1]]) == workbook("a", ["b"], [[1]])


def test_texts_stay_texts_and_numbers_numbers(tmp_path: Path) -> None:
    found = opened(tmp_path / "places.xlsx")
    assert list(found.header) == ["name", "count", "rate", "hidden"]
    block = next(found.blocks())
    assert list(block.raw[0]) == ["=1+1", 5.0, 2.5, ""]
    assert list(block.raw[1]) == ["http://example.org", -3.0, 0.0, "<5"]
