"""`flask exports trace FILE` on a planted leak, in words and as JSON."""

import json
from pathlib import Path

from portal.domain.delivery import Purpose
from portal.services import Services
from tests.casework.delivered import Scene, part, written
from tests.cli.conftest import Run

MOTHERS = 12


def test_a_planted_leak_is_named_and_nobody_is_accused(run: Run, found: Services, tmp_path: Path) -> None:
    scene = Scene(found.store, found.vault)
    scene.told(MOTHERS)
    other = scene.registered("宁川市公安局", Purpose.PROSECUTION)
    packed, _others = scene.delivered(), scene.delivered(receiver=other)
    lines = part(packed, "rows.csv").decode("utf-8-sig").splitlines()
    leaked = written(tmp_path, "\n".join(lines[5:11]))

    said = run("exports", "trace", leaked, "--json", tmp_path / "said.json")

    assert said.exit_code == 0 and "出自此件" in said.output and "不说明是谁泄露的" in said.output
    assert "宁川市人民检察院" in said.output and "qian.requester" in said.output and "sun.approver" in said.output
    kept = json.loads((tmp_path / "said.json").read_text(encoding="utf-8"))
    assert kept["lines"] == kept["times"] == 6
    assert [(one["receiver"], one["traced"]) for one in kept["deliveries"]] == [
        ("宁川市人民检察院", True), ("宁川市公安局", False),
    ]  # fmt: skip
    assert kept["deliveries"][0]["rows_with_reference"] == 6 and lines[5].split(",")[1] not in said.output


def test_a_file_of_no_delivery_is_said_to_be_of_none(run: Run, found: Services, tmp_path: Path) -> None:
    assert "没有找到任何一件的记号" in run("exports", "trace", written(tmp_path, "姓名,电话\n甲,1\n")).output
    scene = Scene(found.store, found.vault)
    scene.told(MOTHERS)
    read = part(scene.delivered(), "rows.csv").decode("utf-8-sig")
    minutes = "\n".join(line.split(",")[3][:17] + "00+08:00" for line in read.splitlines()[1:])
    said = run("exports", "trace", written(tmp_path, minutes))
    assert "不能说出自哪一件" in said.output and f"/{2 * MOTHERS}" in said.output
    missing = run("exports", "trace", tmp_path / "missing")
    assert missing.exit_code == 2 and "Traceback" not in missing.output
