"""Which column of a leaked list holds what, whoever made it and however he spelt."""

from datetime import date
from pathlib import Path

import pytest

from portal.domain.seized import ListColumn, ReadBy
from portal.files.list_columns import ColumnMissing, list_day
from portal.files.seized_list import SeizedList, read_seized
from portal.files.tables import UnreadableFile
from tests.files.conftest import write_csv, write_xlsx

DISTRICT_OF = {"晨曦第1产科医院": "晨曦区", "望潮第1产科医院": "望潮区"}
CELLS = {
    ListColumn.NAME: "王晓彤",
    ListColumn.PHONE: "13977712345",
    ListColumn.HOSPITAL: "晨曦第1产科医院",
    ListColumn.REGISTERED_ON: "2025-05-06",
    ListColumn.DUE_DATE: "2025-11-20",
    ListColumn.ADDRESS: "晨曦区某路 3 号",
}
HEADERS = {
    "official": ("姓名", "联系电话", "建卡医院", "建卡日期", "预产期", "现住址"),
    "short": ("孕妇姓名", "手机", "医院", "登记时间", "预产", "地址"),
    "misspelt": ("姓名 ", "手机号吗", "医院名称", "建卡曰期", "预产其", "家庭住址"),
    "english": ("Full name", "Mobile no.", "Hospital", "Registration date", "Due date", "Address"),
    "misspelt english": ("Name", "phome", "hospitl", "registraton", "dueon", "adress"),
}


def written(folder: Path, headers: tuple[str, ...], rows: int = 20) -> Path:
    return write_csv(folder / "list.csv", [dict(zip(headers, CELLS.values(), strict=True)) for _ in range(rows)])


def columns(found: SeizedList) -> dict[ListColumn, ReadBy]:
    return {read.column: read.by for read in found.columns}


@pytest.mark.parametrize("kind", HEADERS)
def test_headers_of_any_hand_are_understood(tmp_path: Path, kind: str) -> None:
    found = read_seized(written(tmp_path, HEADERS[kind]), district_of=DISTRICT_OF)

    assert set(columns(found)) == set(CELLS)
    row = found.rows[0]
    assert (row.number, row.registered_on, row.hospital) == ("+8613977712345", date(2025, 5, 6), "晨曦第1产科医院")


def test_without_a_header_the_content_speaks_and_no_row_is_lost(tmp_path: Path) -> None:
    named = written(tmp_path, HEADERS["official"])
    bare = tmp_path / "bare.csv"
    bare.write_text("".join(named.read_text().splitlines(keepends=True)[1:]))

    found = read_seized(bare, district_of=DISTRICT_OF)

    assert len(found.rows) == 20
    assert columns(found) == {ListColumn.PHONE: ReadBy.CONTENT, ListColumn.HOSPITAL: ReadBy.CONTENT}
    assert [read.header for read in found.columns] == ["", ""]


def test_a_date_within_a_pregnancy_before_the_due_date_is_the_registration(tmp_path: Path) -> None:
    rows = [{"甲": "2025-05-06", "预产期": "2025-11-20", "电话": "13977712345"} for _ in range(5)]

    found = read_seized(write_csv(tmp_path / "l.csv", rows), district_of=DISTRICT_OF)

    assert columns(found)[ListColumn.REGISTERED_ON] is ReadBy.CONTENT


def test_a_header_whose_cells_do_not_fit_is_not_believed(tmp_path: Path) -> None:
    rows = [{"登记人": "李四", "出生日期": "1992-03-04", "电话": "13977712345"} for _ in range(5)]

    found = read_seized(write_csv(tmp_path / "l.csv", rows), district_of=DISTRICT_OF)

    assert set(columns(found)) == {ListColumn.PHONE}


def test_an_operator_knows_better(tmp_path: Path) -> None:
    rows = [{"时间": "2025-05-06", "电话": "13977712345"} for _ in range(5)]
    file = write_csv(tmp_path / "l.csv", rows)

    found = read_seized(file, district_of=DISTRICT_OF, named={ListColumn.REGISTERED_ON: "时间"})

    assert found.rows[0].registered_on == date(2025, 5, 6)
    with pytest.raises(ColumnMissing):
        read_seized(file, district_of=DISTRICT_OF, named={ListColumn.REGISTERED_ON: "日期"})


def test_a_workbook_with_real_dates_and_numbers_is_read_alike(tmp_path: Path) -> None:
    cells = (13977712345, date(2025, 5, 6), date(2025, 11, 20), "望潮第1产科医院")
    headers = ("电话", "建卡日期", "预产期", "医院")
    file = write_xlsx(tmp_path / "l.xlsx", [dict(zip(headers, cells, strict=True)) for _ in range(5)])

    row = read_seized(file, district_of=DISTRICT_OF).rows[0]

    assert (row.number, row.registered_on, row.hospital) == ("+8613977712345", date(2025, 5, 6), "望潮第1产科医院")


@pytest.mark.parametrize("text", ["2025-05-06", "2025/5/6", "2025年5月6日", "20250506", "2025-05-06 09:30", "45783"])
def test_days_in_any_way_of_writing(text: str) -> None:
    assert list_day(text) == date(2025, 5, 6)


def test_no_number_or_name_shows_in_what_is_printed_of_a_list(tmp_path: Path) -> None:
    found = read_seized(written(tmp_path, HEADERS["official"]), district_of=DISTRICT_OF)

    assert "13977712345" not in repr(found) + repr(found.rows[0]) and "王晓彤" not in repr(found) + repr(found.rows[0])
    with pytest.raises(UnreadableFile):
        read_seized(tmp_path / "nothing.csv", district_of=DISTRICT_OF)
