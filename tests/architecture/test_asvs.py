"""The table of ASVS names each requirement once, evidence that exists, and a count that is the table's own."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.source_tree import ROOT, functions

PAGE = ROOT / "docs" / "asvs.md"
STATES = r"met|does not apply|\*\*not met\*\*"
ROW = re.compile(rf"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ({STATES}) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PAPER = re.compile(r"`(docs/[\w./-]+\.md)`|\]\((\w+\.md)#([\w-]+)\)")
COUNTED = re.compile(r"^\*\*(\d+) of (\d+) applicable requirements are met\*\*; (\d+) of the (\d+) do", re.MULTILINE)
MET, NOT_MET, NOT_APPLICABLE = "met", "**not met**", "does not apply"
# ASVS 5.0.0, levels 1 and 2: the last number of each section, for there the higher level comes last.
LAST = """
1.1.2 1.2.9 1.3.11 1.4.3 1.5.2 2.1.3 2.2.3 2.3.4 2.4.1 3.2.2 3.3.4 3.4.6 3.5.5 3.7.2 4.1.3 4.2.1 4.3.2 4.4.4 5.1.1 5.2.3
5.3.2 5.4.3 6.1.3 6.2.12 6.3.4 6.4.4 6.5.5 6.6.3 6.8.4 7.1.3 7.2.4 7.3.2 7.4.5 7.5.2 7.6.2 8.1.2 8.2.3 8.3.1 8.4.1 9.1.3
9.2.4 10.1.2 10.2.2 10.3.4 10.4.11 10.5.5 10.6.2 10.7.3 11.1.2 11.2.3 11.3.3 11.4.4 11.5.1 11.6.1 12.1.3 12.2.2 12.3.4
13.1.1 13.2.5 13.3.2 13.4.5 14.1.2 14.2.4 14.3.3 15.1.3 15.2.3 15.3.7 16.1.1 16.2.5 16.3.4 16.4.3 16.5.3 17.1.1 17.2.4
17.3.2
"""
OF_LEVEL_1, OF_BOTH = 70, 253
Row = tuple[str, str, str, str, str]


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def numbers() -> list[str]:
    ends = [number.rsplit(".", 1) for number in LAST.split()]
    return [f"{section}.{place}" for section, last in ends for place in range(1, int(last) + 1)]


@cache
def those_of(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(one.name for one in functions(ast.parse(file.read_text(encoding="utf-8"))))


@cache
def sections_of(paper: str) -> frozenset[str]:
    titles = re.findall(r"^#+ (.+)$", (ROOT / paper).read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles)


def gone(page: str) -> list[str]:
    """What is named and does not exist."""
    found = [f"{path}::{name}" for path, name in TEST.findall(page) if name not in those_of(path)]
    for whole, linked, section in PAPER.findall(page):
        paper = whole or f"docs/{linked}"
        if not (ROOT / paper).is_file() or (section and section not in sections_of(paper)):
            found.append(f"{paper}#{section}")
    return found


def unproven(rows: list[Row]) -> list[str]:
    """Met without a test or a paper; not met or not applicable without a word."""
    bare = [row[0] for row in rows if row[3] == MET and not TEST.search(row[4]) and not PAPER.search(row[4])]
    return bare + [row[0] for row in rows if row[3] == NOT_MET and not re.match(r"\d{4}-\d\d-\d\d: \w", row[4])]


def test_every_requirement_of_both_levels_stands_there_once_and_in_order() -> None:
    rows = ROW.findall(text())
    assert len(numbers()) == OF_BOTH
    assert [row[0] for row in rows] == numbers()
    assert sum(row[1] == "1" for row in rows) == OF_LEVEL_1
    assert len(re.findall(r"^\| \d", text(), re.MULTILINE)) == OF_BOTH, "a line that is no row of the table"


def test_all_that_is_named_exists() -> None:
    assert gone(text()) == []


def test_what_is_met_is_shown_and_what_is_not_says_since_when() -> None:
    assert unproven(ROW.findall(text())) == []


def test_the_count_at_the_top_is_the_tables_own() -> None:
    states = [row[3] for row in ROW.findall(text())]
    met, apart = states.count(MET), states.count(NOT_APPLICABLE)
    (counted,) = COUNTED.findall(text())
    assert tuple(map(int, counted)) == (met, len(states) - apart, apart, OF_BOTH)
    listed = re.findall(r"[\d.]+\d", re.findall(r"^Not met: (.+?)\. ", text(), re.MULTILINE)[0])
    assert listed == [row[0] for row in ROW.findall(text()) if row[3] == NOT_MET]


@pytest.mark.parametrize(
    "named",
    [
        "`tests/architecture/test_asvs.py::test_that_nobody_wrote`", "`tests/nowhere.py::test_x`",
        "[docs/security.md](security.md#no-such-section)", "`docs/no-such-paper.md`",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_noticed(named: str) -> None:
    assert len(gone(named)) == 1


def test_a_bare_line_is_noticed() -> None:
    rows: list[Row] = [("1.1.1", "2", "x", MET, "surely"), ("1.1.2", "2", "x", NOT_MET, "later")]
    assert unproven(rows) == ["1.1.1", "1.1.2"]
