"""The campaign of bad inputs in short: all are stored as typed or refused in words, and a planted loss is seen."""

from pathlib import Path

import pytest

from benchmarks.bad_inputs import main


def test_nothing_is_lost_or_altered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--results", str(tmp_path), "--n", "600"])
    said = capsys.readouterr().out
    assert (ended, "600 inputs" in said, "0 faults" in said) == (0, True, True), said


@pytest.mark.parametrize(("planted", "seen"), [("cut", "notes"), ("lost", "caller_number"), ("day", "day")])
def test_a_planted_loss_is_seen(planted: str, seen: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--results", str(tmp_path), "--n", "300", "--planted", planted]) == 1
    assert f"× lost or altered: {seen}" in capsys.readouterr().out


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    main(["--results", str(tmp_path), "--n", "20", "--block", "20"])
    first = (tmp_path / "inputs.jsonl").read_text()
    main(["--results", str(tmp_path), "--n", "40", "--block", "20"])
    lines = (tmp_path / "inputs.jsonl").read_text()
    assert (lines.startswith(first), len(lines.splitlines())) == (True, 2)
