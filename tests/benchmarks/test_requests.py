"""The short form of the campaign of hostile requests: nothing gives way, and a planted fault is seen."""

from pathlib import Path

import pytest

from benchmarks.requests import main


def run(folder: Path, *more: str) -> int:
    # A busy machine is no fault of the portal's: how long an answer takes is judged in the campaign alone.
    return main(["--results", str(folder), "--slowest", "600", *more])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_gives_way(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(tmp_path, "--kind", kind, "--n", "120")
    said = capsys.readouterr().out
    assert (ended, "120 requests" in said) == (0, True), said


@pytest.mark.parametrize(
    ("planted", "seen"),
    [
        ("error", "× unhandled: KeyError"),
        ("refused-write", "× changed: "),
        ("somebody-elses", "× changed: "),
        ("told-on", "× told: the words of another mother"),
        ("let-in", "× let in: "),
    ],
)
def test_a_planted_fault_is_seen(planted: str, seen: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--n", "400", "--planted", planted) == 1
    assert seen in capsys.readouterr().out


def test_a_slow_answer_is_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The planted wait alone is longer than the limit, however fast the machine.
    main(["--results", str(tmp_path), "--n", "400", "--planted", "slow", "--slowest", "0.5"])
    assert "× slow: 0." in capsys.readouterr().out


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    run(tmp_path, "--n", "10", "--block", "10")
    first = (tmp_path / "sqlite.jsonl").read_text()
    run(tmp_path, "--n", "20", "--block", "10")
    lines = (tmp_path / "sqlite.jsonl").read_text()
    assert (lines.startswith(first), len(lines.splitlines())) == (True, 2)
