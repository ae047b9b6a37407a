"""The short form of the campaign of kills: the portal loses nothing, and the harness sees it when one does."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.kills import main
from tests.servers import home


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a database server of another user may pass through."""
    made = home.find() / uuid.uuid4().hex
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_acknowledged_survives_a_kill(kind: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--kind", kind, "--kills", "4", "--results", str(folder)])
    said = capsys.readouterr().out
    assert (ended, "4 kills" in said, " 0 lost, 0 half-written" in said) == (0, True, True), said
    assert " 0 acknowledged" not in said


@pytest.mark.parametrize(("planted", "seen"), [("early", " 0 lost"), ("pieces", " 0 half-written")])
def test_a_planted_fault_is_seen(planted: str, seen: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--kind", "sqlite", "--kills", "3", "--planted", planted, "--results", str(folder)])
    assert ended == 1
    assert seen not in capsys.readouterr().out
