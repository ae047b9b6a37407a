"""The campaign of hostile files in short: none escapes or vanishes, and a planted fault is seen."""

from pathlib import Path

import pytest

from benchmarks.hostile_files import main


def test_every_file_is_made_anew_or_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--results", str(tmp_path), "--n", "24"])
    said = capsys.readouterr().out
    assert (ended, "24 files" in said, "0 faults" in said) == (0, True, True), said


@pytest.mark.parametrize(("planted", "seen"), [("untouched", "not made anew"), ("dropped", "rows unaccounted for")])
def test_a_planted_fault_is_seen(planted: str, seen: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--results", str(tmp_path), "--n", "60", "--planted", planted]) == 1
    assert f"× {seen}" in capsys.readouterr().out
