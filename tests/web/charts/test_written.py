"""Tables leave as files that no spreadsheet takes for a program."""

import csv
import io

import pytest

from portal.web.charts import written
from portal.web.charts.table import Column, Kind, Table

NAME, NUMBER, CALLS = Column("name", Kind.SOURCES), Column("number", Kind.RATIO), Column("calls", Kind.COUNT)


def read(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.as_csv(table).removeprefix("\ufeff"))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_that_begins_like_a_formula_is_text(start: str) -> None:
    assert read(Table("t", (NAME,), ((f"{start}cmd",),)))[1] == [f"'{start}cmd"]


def test_a_negative_number_stays_a_number() -> None:
    assert read(Table("t", (NUMBER,), ((-10,), (-0.5,))))[1:] == [["-10"], ["-0.5"]]


def test_a_suppressed_count_says_so_and_a_missing_number_is_empty() -> None:
    table = Table("t", (CALLS, NUMBER), ((None, None),))
    assert read(table)[1] == ["<5", ""]
    assert written.as_json(table) == {"name": "t", "suppressed_below": 5, "rows": [{"calls": None, "number": None}]}


def test_spreadsheets_on_chinese_windows_read_it() -> None:
    assert written.as_csv(Table("t", (NAME,), (("宁川市",),))).encode().startswith(b"\xef\xbb\xbf")
