"""A cluster that cannot be used is refused in a line that says what to do, before anything is planned or sent."""

import os
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from portal.cli.wording import words
from portal.services import Services
from portal.storage import journal
from tests.cli.conftest import Run, environment
from tests.servers.portal import ROOT

DASK = ("correlate", "--engine", "dask", "--scheduler")
ABROAD = "192.0.2.1"  # of documentation only (RFC 5737): no machine has it


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_wrong_is_said_before_anything_is_planned(reports: Path, run: Run, found: Services) -> None:
    with found.store.read() as connection:
        before = journal.length(connection)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        silent = f"127.0.0.1:{nobody.getsockname()[1]}"
        for address, code in (
            ("ftp://127.0.0.1:8786", "address"),
            ("tcp://127.0.0.1", "address"),
            ("tcp://127.0.0.1:99999", "address"),
            (f"tcp://{ABROAD}:8786", "in_the_clear"),
            (f"{ABROAD}:8786", "in_the_clear"),
            (f"tcp://{silent}", "unreachable"),
            (f"tls://{silent}", "unreachable"),
        ):
            done = run(*DASK, address)
            said = words(f"cli.cluster.{code}", address=address)
            assert (done.exit_code, done.output) == (2, f"{said}\n"), address
    for half in (("correlate", "--engine", "dask"), ("correlate", "--scheduler", "tcp://127.0.0.1:8786")):
        done = run(*half)
        assert (done.exit_code, done.output) == (2, words("cli.cluster.both") + "\n")

    with found.store.read() as connection:
        assert journal.length(connection) == before


def test_where_dask_is_not_installed_it_is_said(tmp_path: Path) -> None:
    """All packages of this environment but two, in a process that sees no others."""
    installed = Path(sysconfig.get_path("purelib"))
    for package in installed.iterdir():
        if not package.name.startswith(("dask", "distributed")):
            (tmp_path / "packages").mkdir(exist_ok=True)
            (tmp_path / "packages" / package.name).symlink_to(package)

    extra = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path / "packages")])}
    done = subprocess.run(
        [sys.executable, "-S", "-m", "flask", *DASK, "tcp://127.0.0.1:8786"], cwd=ROOT,
        env=environment(tmp_path / "i", **extra), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (2, words("cli.cluster.not_installed") + "\n")
