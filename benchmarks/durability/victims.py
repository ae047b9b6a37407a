"""What is killed: the web server and its worker, and the PostgreSQL beside it, each a child of the harness."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.servers.postgres import as_server_user

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds
DURABLE = ("listen_addresses=", "timezone=UTC", "max_wal_size=256MB", "log_min_messages=fatal")


class NotBack(RuntimeError):
    """A server did not come back after it was killed."""


class Web:
    """gunicorn with its worker, on a listening socket that outlives them."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._environment, self._log = environment, log
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it if it does not run, and wait until it answers."""
        if self._process is None or self._process.poll() is not None:
            descriptor = self._listener.fileno()
            command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{descriptor}"]
            with self._log.open("a") as said:
                self._process = subprocess.Popen(
                    [*command, "benchmarks.durability.application:app"],
                    cwd=ROOT, env=self._environment, stdout=said, stderr=said, pass_fds=(descriptor,),
                )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()  # noqa: S310 - the address is our own
                return
            except OSError:
                time.sleep(0.1)
        raise NotBack(self._log.read_text()[-3000:])

    def kill_worker(self) -> None:
        """kill -9 of the processes that serve; the master starts new ones."""
        for pid in _children(self._process.pid):
            _kill(pid)

    def kill_all(self) -> None:
        """kill -9 of the master and whoever serves."""
        serving = _children(self._process.pid)
        _kill(self._process.pid)
        for pid in serving:
            _kill(pid)
        self._process.wait()

    def stop(self) -> None:
        """The end of the run."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE)
        self._listener.close()


class Postgres:
    """A PostgreSQL with Debian's settings for durability, a direct child, so that it can be killed and reaped."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The SQLAlchemy URL."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.data}"

    def start(self) -> None:
        """Start it, making the cluster the first time; wait until it takes connections."""
        if not (self.data / "PG_VERSION").exists():
            self.data.mkdir(mode=0o700, parents=True)
            command = as_server_user("initdb", owner_of=self.data)
            options = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--data-checksums")
            subprocess.run(
                [*command, *options, f"--pgdata={self.data}"], check=True, stdout=subprocess.DEVNULL, cwd="/"
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                self._process = self._started()
            try:
                psycopg.connect(host=str(self.data), user="postgres", dbname="postgres").close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise NotBack((self.data.parent / "postgres.log").read_text()[-3000:])

    def kill_backend(self) -> None:
        """kill -9 of one process of the server: it throws all others out and recovers from its log."""
        before = _children(self._process.pid)
        busy = [pid for pid in before if b"postgres: postgres" in _command(pid)]
        for pid in busy[:1]:
            _kill(pid)
        while busy and set(before) & set(_children(self._process.pid)):
            time.sleep(0.02)

    def kill_all(self) -> None:
        """kill -9 of the server and all its processes."""
        children = _children(self._process.pid)
        _kill(self._process.pid)
        for pid in children:
            _kill(pid)
        self._process.wait()

    def stop(self) -> None:
        """The end of the run."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(PATIENCE)

    def _started(self) -> subprocess.Popen[bytes]:
        command = as_server_user("postgres")
        options = [part for setting in DURABLE for part in ("-c", setting)]
        with (self.data.parent / "postgres.log").open("a") as said:
            command += ["-D", str(self.data), "-k", str(self.data), *options]
            return subprocess.Popen(command, stdout=said, stderr=said, cwd="/")


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
