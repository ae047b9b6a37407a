"""The units that are shipped: whole, and allowed little. Checked by systemd's own tools where they are installed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.cli.commands import COMMANDS
from tests.servers.portal import ROOT

UNITS = ROOT / "deploy" / "systemd"
MOST_EXPOSED = 2.0  # of 10, where 10 is a process that may do everything
HARDENED = {
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "RestrictNamespaces=yes", "IPAddressDeny=any",
    "LimitCORE=0", "UMask=0077", "MemoryDenyWriteExecute=yes",
}  # fmt: skip
# MemoryDenyWriteExecute, as the kernel itself does it: Pango, NumPy, the sealing library, argon2 and the decoders.
NOT_HERE = 77
UNDER_DENIAL = f"""
import ctypes, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0):
    sys.exit({NOT_HERE})
import argon2, av, numpy, pandas, psycopg, pyrage, scipy.stats, weasyprint
from PIL import Image
assert weasyprint.HTML(string="<p>x").write_pdf().startswith(b"%PDF")
numpy.linalg.inv(numpy.eye(3))
argon2.PasswordHasher().hash("x")
pyrage.encrypt(b"x", [pyrage.x25519.Identity.generate().to_public()])
"""
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")


def services() -> list[Path]:
    return sorted(UNITS.glob("jingyue-*.service"))


def portals() -> list[Path]:
    return [unit for unit in services() if "@" not in unit.name]


@needs_systemd
def test_systemd_reads_every_unit_without_a_word(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/jingyue", str(ROOT)))
    found = sorted(str(path) for path in tmp_path.iterdir() if "@" not in path.name)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *found], capture_output=True, text=True, check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "jingyue" in line]
    assert said == []


@needs_systemd
@pytest.mark.parametrize("unit", services(), ids=lambda unit: unit.name)
def test_no_unit_is_exposed(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
    )
    level = re.search(r"Overall exposure level for .*: ([\d.]+)", done.stdout)
    assert level and float(level[1]) <= MOST_EXPOSED


def test_every_process_of_the_portal_is_held_alike() -> None:
    for unit in portals():
        assert HARDENED - set(unit.read_text().splitlines()) == set(), unit.name


def test_what_the_portal_calls_works_where_no_memory_may_be_written_and_run() -> None:
    done = subprocess.run([sys.executable, "-c", UNDER_DENIAL], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == NOT_HERE:
        pytest.skip("this kernel does not know PR_SET_MDWE")
    assert done.returncode == 0, done.stderr


def test_every_command_of_a_unit_exists() -> None:
    called = [name for unit in portals() for name in re.findall(r"/flask ([a-z]+)", unit.read_text())]
    assert sorted(called) == ["backup", "journal", "publish", "retention", "worker"]
    assert set(called) <= set(COMMANDS)


def test_every_timer_has_its_service_and_every_shot_its_timer() -> None:
    shots = {unit.stem for unit in portals() if "Type=oneshot" in unit.read_text()}
    assert {timer.stem for timer in UNITS.glob("*.timer")} == shots


@pytest.mark.skipif(not shutil.which("logrotate"), reason="logrotate is not installed")
def test_logrotate_reads_its_file_and_keeps_the_log_as_long_as_the_law_wants() -> None:
    file = ROOT / "deploy" / "logrotate" / "jingyue"
    done = subprocess.run(["logrotate", "--debug", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "error" not in done.stderr.lower().replace("jingyue.error.log", "")
    kept = int(re.search(r"rotate (\d+)", file.read_text())[1])
    assert 183 <= kept <= 200
