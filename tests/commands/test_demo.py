"""`bin/demo` throws nothing away that it did not make."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.servers.portal import ROOT


def demo(option: str, instance: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [ROOT / "bin" / "demo", option],
        env={**inherited, "JINGYUE_INSTANCE": str(instance), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder in which somebody works."""
    (tmp_path / "jingyue.db").write_text("real reports")
    return tmp_path


def test_a_database_that_is_there_is_left_alone(instance: Path) -> None:
    assert demo("--if-empty", instance).returncode == 0
    assert (instance / "jingyue.db").read_text() == "real reports"


def test_a_database_that_no_demo_made_is_not_reset(instance: Path) -> None:
    refused = demo("--reset", instance)
    assert refused.returncode == 1
    assert "move it away by hand" in refused.stderr
    assert (instance / "jingyue.db").read_text() == "real reports"


def test_a_database_of_ones_own_gets_no_invented_mothers(tmp_path: Path) -> None:
    own = "postgresql:///jingyue"
    assert demo("--if-empty", tmp_path / "new", DATABASE_URL=own).returncode == 0
    assert demo("--reset", tmp_path / "new", DATABASE_URL=own).returncode == 1
    assert not (tmp_path / "new").exists()
