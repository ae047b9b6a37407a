"""The short form of the benchmark of the office's pages: every page answers in both cities; how fast is not judged."""

from pathlib import Path

import pytest

from benchmarks.office_pages import main

PAGES = ("/office/overview", "/office/findings", "/office/complaints?overdue=1", "/office/admin/retention", "/report")


def test_every_page_is_measured_in_both_cities(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--results", str(tmp_path), "--calls", "4000", "--rounds", "1"])
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| /")]
    times = {row[0].removeprefix("| "): row[1:3] for row in rows}
    assert set(PAGES) <= times.keys()
    assert not [page for page in PAGES if "–" in times[page]]
