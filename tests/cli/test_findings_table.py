"""The findings at the terminal: 120 columns, every figure with its meaning, a class only as a class."""

import unicodedata
from dataclasses import replace

import pytest

from portal.cli.findings_table import table_of
from portal.domain.finding import JOINER, Alarm, Findings, Interval, WarningCode
from tests.web.office.saved import CITY, CLINIC, SAID, SOURCES, WOMEN

WIDEST = 120


def cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def source_cells(line: str) -> str:
    """What stands in the second column."""
    at, found = 0, ""
    for one in line:
        found += one if 3 <= at < 22 else ""
        at += cells(one)
    return found.replace(" ", "")


def row(said: Findings, name: str) -> str:
    return next(line for line in table_of(said).splitlines() if name in line)


def test_a_source_has_its_figures_in_one_line() -> None:
    line = row(SAID, CITY)
    for figure in ("指向", "2.31 (1.90–2.80)", "<0.0001", "0.001", "61 (50–72)", "4 (2–7)", "23"):
        assert figure in line, figure


def test_what_a_run_cannot_say_is_a_dash() -> None:
    assert row(SAID, "建卡登记本身").split()[-6:] == ["–"] * 6


def test_who_cannot_be_told_apart_is_named_by_the_number_of_the_line() -> None:
    assert row(SAID, WOMEN).split()[-1] == "4" and row(SAID, CLINIC).split()[-1] == "3"


def test_a_class_is_implicated_only_together() -> None:
    both = JOINER.join(sorted((WOMEN, CLINIC)))
    said = table_of(replace(SAID, sources=SOURCES[2:4], implicated=(both,)))
    assert f"数据指向：{both}（只能作为一组" in said
    assert "数据没有指向任何来源" in table_of(replace(SAID, implicated=()))


@pytest.mark.parametrize(
    "name",
    [
        "宁川市妇幼健康信息与出生医学证明管理服务中心登记科",
        "Ningchuan Municipal Office for Population and Family Planning",
    ],
)
def test_long_names_and_large_numbers_stay_inside_the_screen_and_are_not_cut(name: str) -> None:
    wild = replace(
        SOURCES[1], source=name, rate_ratio=Interval(1234.5, 0.0123, 5e9), share=Interval(1.0, 0.95, 1.0),
        q_value=0.00012345, flip_number=12345, indistinguishable_from=tuple(one.source for one in SOURCES),
    )  # fmt: skip
    lines = table_of(replace(SAID, sources=(*SOURCES, wild), implicated=())).splitlines()
    assert max(map(cells, lines)) <= WIDEST
    start = next(place for place, line in enumerate(lines) if line.startswith("6"))
    end = next(place for place, line in enumerate(lines) if line.startswith("数据没有指向"))
    assert "".join(source_cells(line) for line in lines[start:end]) == name.replace(" ", "")


def test_the_calibration_stands_below_or_that_there_was_none() -> None:
    assert "打乱导出日期 1,000 次" in table_of(SAID)
    assert "未作校准，不指名任何接收单位" in table_of(replace(SAID, placebo=None))


def test_an_alarm_is_said_once_and_in_words() -> None:
    raised = replace(SAID, alarm=Alarm(True, 4.13), warnings=(WarningCode.TIERS_DIVERGE,))
    said = table_of(raised).replace("\n", "")
    assert "警报：匿名报告与已核实的报告说法不一致（z = 4.1）" in said and "结论不依据匿名报告" in said
    assert said.count("说法不一致") == 1
    assert "查清之前请勿采用结论" in table_of(replace(raised, tiers_used=(2, 1, 0))).replace("\n", "")
    assert "警报" not in table_of(SAID)
