"""One folder for all servers of a test run: made by the process that starts the run, found by its xdist workers."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "JINGYUE_TESTS_HOME"
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder inside it has a name of its own
ROOM = 4 << 30  # bytes that a run may need there: hundreds of databases, though few at a time


def make() -> Path:
    """A folder for servers; whoever made it removes it."""
    home = Path(tempfile.mkdtemp(prefix="jingyue-tests-", dir=_memory()))
    # A server of another user (PostgreSQL, when the tests run as root) must pass through.
    home.chmod(0o711)
    return home


def share(home: Path) -> None:
    """Makes it the folder of this run; the workers inherit its name with the environment."""
    os.environ[VARIABLE] = str(home)


def find() -> Path:
    """The folder of this run, in whichever process."""
    return Path(os.environ[VARIABLE])


def remove(home: Path) -> None:
    """The end of its servers."""
    shutil.rmtree(home)


@contextmanager
def locked(home: Path, name: str) -> Iterator[None]:
    """Only one process of the run at a time: what it finds undone inside, it does for all."""
    with (home / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _memory() -> Path | None:
    """Where files need no disk, if there is such a place: nothing in it has to outlive the run."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM else None
