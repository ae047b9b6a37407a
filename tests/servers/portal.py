"""The real portal under its real server, on a free port of this machine."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True)
class LivePortal:
    """A portal that answers at `url`."""

    url: str
    database_url: str
    instance: Path
    environment: dict[str, str]
    log: Path
    pid: int

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `flask ...` on this portal's database and keys; it must succeed."""
        return _flask(self.environment, *arguments)

    def resident_bytes(self) -> int:
        """The memory that the server's processes keep to themselves, plus their part of what they share."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        smaps = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in (str(self.pid), *children)]
        return sum(int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1]) * 1024 for text in smaps)

    @contextmanager
    def worker(self) -> Iterator[None]:
        """The job worker beside the server."""
        with self.log.open("a") as log, _process(["flask", "worker"], self.environment, log.fileno()):
            yield


@contextmanager
def serving(
    database_url: str, instance: Path, *, patience: float = START_SECONDS, application: str = "app:app", **extra: str
) -> Iterator[LivePortal]:
    """Start the portal on a database with today's schema, wait until it is healthy, and stop it at the end.

    `{port}` in an extra setting becomes the port.
    """
    instance.mkdir(parents=True, exist_ok=True)
    log = instance / "server.log"
    # The server inherits a listening socket, so that no other test can take the port in between.
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("w") as said:
        port = str(listener.getsockname()[1])
        settings = {name: value.replace("{port}", port) for name, value in extra.items()}
        environment = _environment(database_url, instance, settings)
        made = (instance / "keys.json").exists() or "JINGYUE_VAULT" in settings
        if not database_url.startswith("sqlite") and not made:
            # Keys are never made silently beside a PostgreSQL.
            _flask(environment, "keys", "create")
        url = f"http://127.0.0.1:{port}"
        descriptor = listener.fileno()
        command = ["gunicorn", "--bind", f"fd://{descriptor}", application]
        with _process(command, environment, said.fileno(), keep=(descriptor,)) as process:
            _wait_until_healthy(url, process, log, patience)
            yield LivePortal(url, database_url, instance, environment, log, process.pid)


@contextmanager
def _process(
    module: list[str], environment: dict[str, str], log: int, keep: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, pass_fds=keep
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def _flask(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(arguments)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return done


def _environment(database_url: str, instance: Path, extra: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JINGYUE_")}
    return {**inherited, "DATABASE_URL": database_url, "JINGYUE_INSTANCE": str(instance), **extra}


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    answer = "no answer"
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - the address is our own
                return
        except urllib.error.HTTPError as error:
            answer = f"{error.code} {error.read()[:500]!r}"
            error.close()
        except OSError as error:
            answer = str(error)
        time.sleep(0.1)
    raise RuntimeError(f"the portal did not become healthy ({answer}); it said:\n{log.read_text()[-4000:]}")
