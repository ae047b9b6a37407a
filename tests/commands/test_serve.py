"""`bin/serve`, what `make run` ends in: web server and job worker start together and end together."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.portal import ROOT

PATIENCE = 40


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The two processes on a database of their own, in a process group of their own; both are up."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "JINGYUE_INSTANCE": str(tmp_path), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen([ROOT / "bin" / "serve"], cwd=ROOT, env=environment, start_new_session=True)
    try:
        until(lambda: healthy(port))
        until(lambda: len(members(process.pid, "flask")) == 1)
        yield process
    finally:
        for left in members(process.pid):
            os.kill(left, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("asked_to_end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_both(running: subprocess.Popen[bytes], asked_to_end: signal.Signals) -> None:
    running.send_signal(asked_to_end)
    assert running.wait(PATIENCE) == 0
    until(lambda: members(running.pid) == [])


@pytest.mark.parametrize("program", ["gunicorn", "flask"])
def test_when_one_ends_so_does_the_other(running: subprocess.Popen[bytes], program: str) -> None:
    os.kill(members(running.pid, program)[0], signal.SIGTERM)
    assert running.wait(PATIENCE) == 1
    until(lambda: members(running.pid) == [])


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except OSError:
        return False


def members(group: int, program: str = "") -> list[int]:
    """The processes of a group that run a program, oldest first; read from /proc, as small machines have no `ps`."""
    found = []
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            state, _parent, its_group = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:3]
            command = (folder / "cmdline").read_text()
        except OSError:
            continue  # it ended while we looked
        if int(its_group) == group and state != "Z" and program in command:
            found.append(int(folder.name))
    return found


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
