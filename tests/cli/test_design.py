"""`flask design`: a table in words, a document, and refusals."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.files.conftest import export, write_csv

KEYS = {
    "between", "and", "population", "mothers", "calls", "calls_a_month", "rate_ratio", "delay_days", "lasting_days",
    "power", "two_sided_level", "designs", "withheld_exact", "canaries",
}  # fmt: skip


def test_with_nothing_in_the_database_a_standard_city_is_planned(run: Run, tmp_path: Path) -> None:
    result = run("design", "--delay", 0, "--lasting", 30, "--json", tmp_path / "plan.json")

    assert result.exit_code == 0, result.output
    assert "标准城市" in result.output
    assert "永远不够" in result.output
    said = json.loads((tmp_path / "plan.json").read_text())
    assert set(said) == KEYS
    assert (said["population"], said["calls_a_month"], said["designs"][0]["calls"]) == ("standard", None, None)
    assert [one["calls"] for one in said["withheld_exact"]] == [59, 29, 14]


def test_two_of_the_portals_own_sources_are_planned_for(reports: Path, run: Run) -> None:
    run("exports", "import", write_csv(reports.parent / "exports.csv", [export(), export(recipient="晨曦区卫生局")]))

    result = run(
        "design", "--between", "宁川市人口计生局", "--and", "晨曦区卫生局", "--json", reports.parent / "p.json"
    )

    assert result.exit_code == 0, result.output
    said = json.loads((reports.parent / "p.json").read_text())
    assert (said["population"], said["between"], said["and"]) == ("own", "宁川市人口计生局", "晨曦区卫生局")
    assert said["calls"] == 2
    assert said["designs"][0]["engine_calls"] is None


def test_sources_that_are_not_there_are_refused_by_name(reports: Path, run: Run) -> None:
    for wrong in ((), ("--between", "registration"), ("--between", "registration", "--and", "?")):
        result = run("design", *wrong)
        assert result.exit_code == 2, wrong
        assert "Traceback" not in result.output
        assert "registration" in result.output
