"""One folder for all servers of a test run: made by the process that starts the run, found by its xdist workers."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "JINGYUE_TESTS_HOME"


def make() -> Path:
    """The folder of this run; the workers inherit its name with the environment."""
    home = Path(tempfile.mkdtemp(prefix="jingyue-tests-"))
    # A server of another user (PostgreSQL, when the tests run as root) must pass through.
    home.chmod(0o711)
    os.environ[VARIABLE] = str(home)
    return home


def find() -> Path:
    """The folder of this run, in whichever process."""
    return Path(os.environ[VARIABLE])


def remove(home: Path) -> None:
    """The end of the run."""
    shutil.rmtree(home)
    del os.environ[VARIABLE]


@contextmanager
def locked(home: Path, name: str) -> Iterator[None]:
    """Only one process of the run at a time: what it finds undone inside, it does for all."""
    with (home / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
