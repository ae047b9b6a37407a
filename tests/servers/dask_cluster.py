"""A real Dask scheduler and real workers, each a process of its own on loopback."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.portal import ROOT

SECONDS_TO_START = 60
Process = subprocess.Popen[bytes]


@contextmanager
def scheduler(folder: Path, *more: str, host: str = "tcp://127.0.0.1") -> Iterator[tuple[str, Process]]:
    """A scheduler; its address and its process."""
    file = folder / "scheduler.json"
    with _dask("scheduler", "--host", f"{host}:0", "--scheduler-file", str(file), "--no-dashboard", *more) as process:
        yield _address(file, process), process


@contextmanager
def worker(address: str, folder: Path, *more: str, **extra: str) -> Iterator[Process]:
    """A worker with one thread and nobody who would start it again."""
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
    with _dask("worker", address, *options, *more, **extra) as process:
        yield process


@contextmanager
def _dask(*arguments: str, **extra: str) -> Iterator[Process]:
    command = [sys.executable, "-m", "dask", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | extra, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _address(file: Path, process: Process) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        found = file.read_text().partition('"address": "')[2].partition('"')[0] if file.exists() else ""
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start")
