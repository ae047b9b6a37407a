"""The short form of the attack on released tables: it finds nothing, and each planted fault."""

import json
from pathlib import Path

import pytest

from benchmarks.disclosure import PLANTED, main


def test_pairs_of_released_tables_tell_no_small_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--pairs", "50", "--results", str(tmp_path)])
    said = capsys.readouterr().out
    assert (ended, "0 small figures known exactly, 0 within ten; 0 times" in said) == (0, True), said


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(planted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--pairs", "50", "--planted", planted, "--results", str(tmp_path)])
    said = capsys.readouterr().out
    assert (ended, " 0 within ten" in said, " 0 times the attack was wrong" in said) == (1, False, True), said


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    main(["--pairs", "1", "--results", str(tmp_path)])
    (ledger,) = tmp_path.iterdir()
    first = ledger.read_text()
    pairs = json.loads(first)["pairs"]
    main(["--pairs", str(pairs), "--results", str(tmp_path)])
    assert ledger.read_text() == first
    main(["--pairs", str(pairs + 1), "--results", str(tmp_path)])
    assert (ledger.read_text().startswith(first), len(ledger.read_text().splitlines())) == (True, 2)
