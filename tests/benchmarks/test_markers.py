"""The scan for markers in short: none lies about, and a planted one is found, however it is written."""

import base64

import pytest

from benchmarks.markers import main
from benchmarks.scans.searching import LINE, STEM, found_in


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_marker_lies_about(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--n", "100", "--kind", kind])
    said = capsys.readouterr().out
    assert (ended, ": 0 found" in said) == (0, True), said


@pytest.mark.parametrize(("planted", "seen"), [("column", "backup.zip: plain"), ("line", "log.txt: plain")])
def test_a_planted_marker_is_found(planted: str, seen: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--n", "50", "--planted", planted]) == 1
    assert seen in capsys.readouterr().out


@pytest.mark.parametrize("marker", [STEM, f"{LINE}0042"])
@pytest.mark.parametrize("before", [b"", b"x", b"xy"])
def test_a_marker_is_found_in_other_encodings(marker: str, before: bytes) -> None:
    content = before + marker.encode() + b"-tail"
    for written in (base64.b64encode(content), content.hex().encode(), marker.encode("utf-16-be")):
        assert found_in(written)
