"""Files that are tables, and files that are none."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.files.opening import open_table
from portal.files.tables import FileProblem, UnreadableFile, layout_of
from portal.files.xlsx_table import MOST_PARTS
from tests.files.conftest import write_csv, write_xlsx


def problem_of(path: Path) -> FileProblem:
    with pytest.raises(UnreadableFile) as caught:
        open_table(path)
    return caught.value.problem


def file_with(folder: Path, content: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"\xef\xbb\xbf", FileProblem.EMPTY),
        (b",,,\r\n1,2,3,4\r\n", FileProblem.EMPTY),
        ("hospital,district\n晨曦医院,晨曦区\n".encode("gb18030"), FileProblem.NOT_UTF8),
        ("hospital,district\n".encode("utf-16"), FileProblem.NOT_UTF8),
        (b'hospital,district\n"a,b\nc,d\n', FileProblem.OPEN_QUOTE),
        (b"PK\x03\x04 but no workbook", FileProblem.NOT_A_TABLE),
        (b"\xd0\xcf\x11\xe0 old", FileProblem.OLD_EXCEL),
    ],
)
def test_a_file_that_is_no_table_says_why(tmp_path: Path, content: bytes, problem: FileProblem) -> None:
    assert problem_of(file_with(tmp_path, content)) is problem


def test_a_workbook_of_too_many_parts_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(MOST_PARTS + 1):
            packed.writestr(str(number), b"")
    assert problem_of(path) is FileProblem.TOO_LARGE


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "nothing.csv") is FileProblem.MISSING
    assert problem_of(tmp_path) is FileProblem.NOT_A_FILE


def test_an_open_quote_names_the_line_on_which_it_opens(tmp_path: Path) -> None:
    path = file_with(tmp_path, b'a,b\n1,2\n3,"4\n5,6\n')

    with pytest.raises(UnreadableFile) as caught:
        open_table(path)

    assert caught.value.values == {"line": 3}


def test_lines_are_those_of_the_file_even_where_a_cell_spans_several(tmp_path: Path) -> None:
    table = open_table(file_with(tmp_path, 'a,b\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n'.encode("utf-8-sig")))

    block = next(table.blocks())

    assert list(table.header) == ["a", "b"]
    assert list(block.lines) == [2, 5]
    assert block.texts[0] == ["1", "two\r\nlines"]


def test_a_workbook_is_known_by_its_content_and_keeps_its_line_numbers(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [{"a": 13800138000, "b": "x"}, {"a": "", "b": ""}, {"a": 1.5, "b": True}])
    renamed = path.rename(tmp_path / "a.csv")

    block = next(open_table(renamed).blocks())

    assert list(block.lines) == [2, 4]
    assert list(block.texts) == [["13800138000", "x"], ["1.5", "TRUE"]]


def test_columns_are_found_by_name_in_any_order_and_unknown_ones_are_named() -> None:
    layout = layout_of(["b", " a ", "more", "", "own"], required=["a", "b"], optional=["c"], own=["own"])

    assert layout.pick(["a", "b", "c"]) == [1, 0, None]
    assert layout.ignored == ("more",)


def test_missing_and_repeated_columns_refuse_the_file() -> None:
    with pytest.raises(UnreadableFile) as caught:
        layout_of(["a"], required=["a", "b", "c"], optional=[], own=[])
    assert caught.value.values == {"columns": "b, c"}
    with pytest.raises(UnreadableFile) as caught:
        layout_of(["a", "a"], required=["a"], optional=[], own=[])
    assert caught.value.problem is FileProblem.REPEATED_COLUMN


@settings(deadline=None, max_examples=60)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_content_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = file_with(tmp_path_factory.mktemp("any"), content)
    try:
        for block in open_table(path).blocks(rows=2):
            assert len(block.lines) == len(block.texts) == len(block.raw) <= 2
    except UnreadableFile:
        pass


def test_blocks_hold_every_row_once(tmp_path: Path) -> None:
    table = open_table(write_csv(tmp_path / "a.csv", [{"a": str(number)} for number in range(7)]))

    assert [row[0] for block in table.blocks(rows=3) for row in block.texts] == [str(number) for number in range(7)]
